package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.ModelCache.DownloadProgress;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.ModelServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands download models into the cache, and list, verify and remove them. */
class CacheCommandsTest {

  private static final String CACHE = "io.github.inceptionv2.cache";
  private static final String OFFLINE = "io.github.inceptionv2.offline";
  private static final String FLOWER = Fixtures.flower().toString();

  private static byte[] archive;

  @TempDir Path cache;

  private ModelServer server;
  private String address;

  @BeforeAll
  static void pack(@TempDir Path shared) throws Exception {
    archive = Fixtures.untrainedArchive(shared);
  }

  @BeforeEach
  void start() throws Exception {
    System.setProperty(CACHE, cache.toString());
    server = ModelServer.start().on("/module.tar.gz", ModelServer.file(archive));
    address = server.uri("/module.tar.gz").toString();
  }

  @AfterEach
  void stop() {
    System.clearProperty(CACHE);
    System.clearProperty(OFFLINE);
    server.close();
  }

  @Test
  void fetch_address_reportsTheDownloadOnceAndPrintsTheDirectory() {
    MainTest.Outcome first = MainTest.run("fetch", address);
    MainTest.Outcome second = MainTest.run("fetch", address);

    assertEquals(0, first.code(), first.err());
    assertTrue(Files.isDirectory(Path.of(first.out().strip())), first.out());
    assertTrue(
        first
            .err()
            .startsWith("downloading " + address + " from localhost (" + megabytes() + " MB) to "),
        first.err());
    assertEquals(1, first.err().lines().count());
    assertEquals(first.out(), second.out());
    assertEquals("", second.err());
    assertEquals(1, server.requests().size());
  }

  private static String megabytes() {
    return FetchProgress.megabytes(archive.length).replace(" MB", "");
  }

  @Test
  void classify_address_fetchesAndClassifies() {
    MainTest.Outcome outcome = MainTest.run("classify", "--model", address, FLOWER);

    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(6, outcome.out().lines().count());
    assertTrue(outcome.err().startsWith("downloading " + address), outcome.err());
  }

  @Test
  void classify_withoutModel_usesImageNet() {
    System.setProperty(OFFLINE, "true");
    for (String command : new String[] {"classify", "features"}) {
      MainTest.Outcome outcome = MainTest.run(command, FLOWER);

      assertEquals(1, outcome.code());
      assertEquals("", outcome.out());
      assertTrue(outcome.err().startsWith("error: cannot get model imagenet; tried\n"));
      assertTrue(outcome.err().contains("offline mode is on"), outcome.err());
      assertTrue(
          outcome.err().endsWith(" at " + cache.resolve("archives/imagenet.tar.gz") + "\n"),
          outcome.err());
    }
  }

  @Test
  void infoAndConvert_address_fetchIt() {
    Path target = cache.resolve("converted");

    assertTrue(MainTest.run("info", "--model", address).out().contains("classes     1001"));
    assertEquals(0, MainTest.run("convert", "--from", address, "--to", target.toString()).code());
    assertTrue(Files.exists(target.resolve("saved_model.pb")));
    assertEquals(1, server.requests().size());
  }

  @Test
  void listVerifyAndRemove_fetchedModel_agree() throws Exception {
    assertEquals(cache + "\n", MainTest.run("cache", "list").out());
    Path module = Path.of(MainTest.run("fetch", address).out().strip());
    String name = module.getParent().getFileName().toString();
    String size = MainTest.run("cache", "list").out().lines().skip(1).findFirst().orElseThrow();

    assertTrue(size.matches("  \\Q" + name + "\\E  \\d+\\.\\d MB  \\Q" + address + "\\E"), size);
    assertEquals(name + ": intact\n", MainTest.run("cache", "verify").out());
    damage(module);
    MainTest.Outcome damaged = MainTest.run("cache", "verify", address);
    assertEquals(1, damaged.code());
    assertEquals(name + ": damaged\n", damaged.out());
    assertTrue(damaged.err().startsWith("error: " + module), damaged.err());
    assertEquals(name + ": removed\n", MainTest.run("cache", "remove", name).out());
    assertEquals(cache + "\n", MainTest.run("cache", "list").out());
    assertEquals(1, server.requests().size());
  }

  private static void damage(Path module) throws IOException {
    Files.writeString(module.resolve("saved_model.pb"), "damage");
  }

  @Test
  void removeAndVerify_unknownName_listsKnownModels() {
    for (String command : new String[] {"remove", "verify"}) {
      MainTest.Outcome outcome = MainTest.run("cache", command, "vgg");

      assertEquals(1, outcome.code());
      assertEquals("error: no model \"vgg\" in " + cache + "; known: []\n", outcome.err());
    }
  }

  @Test
  void fetch_unavailableModel_namesEachSource() {
    String none = server.uri("/none").toString();
    MainTest.Outcome outcome = MainTest.run("fetch", none);

    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("  " + none + ": HTTP status 404\n"), outcome.err());
  }

  @Test
  void progress_onATerminal_showsAndClearsABar() {
    StringWriter written = new StringWriter();
    FetchProgress progress = new FetchProgress(new PrintWriter(written), Path.of("cache"), true);
    OptionalLong total = OptionalLong.of(41_577_079);
    progress.accept(new DownloadProgress("imagenet", "localhost", 0, total, 0));
    progress.accept(new DownloadProgress("imagenet", "localhost", 20_788_540, total, 2e6));
    progress.accept(new DownloadProgress("imagenet", "localhost", 41_577_079, total, 2e6));
    String clear = "\r\033[K";

    assertEquals(
        "downloading imagenet from localhost (41.6 MB) to cache, only this once"
            + System.lineSeparator()
            + clear
            + "[..............................]   0 %, 0.0 MB of 41.6 MB, 0.0 MB/s"
            + clear
            + "[###############...............]  50 %, 20.8 MB of 41.6 MB, 2.0 MB/s, 10 s left"
            + clear,
        written.toString());
  }

  @Test
  void progress_elsewhere_isOneLine() {
    StringWriter written = new StringWriter();
    FetchProgress progress = new FetchProgress(new PrintWriter(written), Path.of("cache"), false);
    progress.accept(new DownloadProgress("x", "localhost", 0, OptionalLong.empty(), 0));
    progress.accept(new DownloadProgress("x", "localhost", 9, OptionalLong.empty(), 2e6));

    assertEquals(
        "downloading x from localhost to cache, only this once" + System.lineSeparator(),
        written.toString());
    assertFalse(written.toString().contains("\033"));
  }
}
