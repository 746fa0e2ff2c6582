def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="write what Pecia makes as the new golden files")
