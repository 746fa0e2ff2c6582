// Pagefind's worker, with two things put right. It hands over the list of records, which the site does not have as a
// file of Pagefind's (see build_tools/pecia/search/metadata.py), and it says when something could not be fetched:
// Pagefind writes that to the console and searches on in what it has, so that nothing would be found where something is.

(() => {
  "use strict";

  let give;
  const list = new Promise((resolve) => { give = resolve; });
  addEventListener("message", (event) => {
    if (!event.data.list) return;
    give(event.data.list);
    event.stopImmediatePropagation();
  });

  const get = self.fetch;
  self.fetch = async (address) => {
    if (String(address).endsWith(".pf_meta")) return new Response(await list);
    const answer = await get(address).catch(() => null);
    if (!answer?.ok) postMessage({ missing: String(address) });
    return answer;
  };
})();

importScripts(new URL("../pagefind/pagefind-worker.js", self.location));
