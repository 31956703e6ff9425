package io.github.inceptionv2.internal.store;

import static io.github.inceptionv2.internal.store.Archives.known;
import static io.github.inceptionv2.internal.store.Archives.network;
import static io.github.inceptionv2.internal.store.Archives.unknown;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.testing.ModelServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models are found in the cache, downloaded, repaired and removed. */
class ModelStoreTest {

  @TempDir Path cache;

  private byte[] bytes;
  @AutoClose private ModelServer server;
  private ModelArchive archive;
  private Path weights;

  @BeforeEach
  void start() throws IOException {
    bytes = Archives.small();
    server = ModelServer.start().on("/small", ModelServer.file(bytes));
    archive = known(bytes, server.uri("/small"));
    weights = cache.resolve("models/small/module/variables/weights");
  }

  @Test
  void offline_sendsNoRequest() throws Exception {
    FetchException e = assertThrows(FetchException.class, () -> module(offline(), archive));

    assertTrue(e.getMessage().contains("offline mode is on"), e.getMessage());
    assertTrue(
        e.getMessage().contains(" from " + server.uri("/small") + " at " + cache), e.getMessage());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void offline_opensCachedModels() throws Exception {
    module(online(), archive);

    assertArrayEquals(Archives.WEIGHTS, Archives.bytes(module(offline(), archive)));
    assertTrue(offline().isCached(archive));
    assertEquals(1, server.requests().size());
  }

  @Test
  void list_sendsNoRequest() throws Exception {
    assertFalse(online().isCached(archive));
    assertEquals(List.of(), online().list());
    assertEquals(
        List.of(cache.resolve("models/small") + ": not found"), online().problems("small", true));
    assertFalse(online().remove("small"));
    assertEquals(List.of(), server.requests());
    try (var children = Files.list(cache)) {
      assertEquals(0, children.count());
    }
  }

  @Test
  void list_namesCachedModels() throws Exception {
    module(online(), archive);
    ModelStore.Entry entry = online().list().get(0);

    assertEquals("small", entry.name());
    assertEquals("small", entry.source());
    assertEquals(cache.resolve("models/small/module"), entry.module());
    assertEquals(Archives.WEIGHTS.length + 3, entry.byteCount());
  }

  @Test
  void truncatedEntry_isDownloadedAgain() throws Exception {
    module(online(), archive);
    Files.write(weights, new byte[100]);

    assertFalse(online().isCached(archive));
    assertArrayEquals(Archives.WEIGHTS, Archives.bytes(module(online(), archive)));
    assertEquals(2, server.requests().size());
  }

  /** A copy has another time but the same bytes. */
  @Test
  void entryWithAnotherTime_isReadAndKept() throws Exception {
    module(online(), archive);
    Files.setLastModifiedTime(weights, FileTime.fromMillis(1));
    module(online(), archive);

    assertEquals(1, server.requests().size());
  }

  @Test
  void entryOfSameSizeWithOtherBytes_isDownloadedAgain() throws Exception {
    module(online(), archive);
    Files.write(weights, new byte[Archives.WEIGHTS.length]);
    Files.setLastModifiedTime(weights, FileTime.fromMillis(1));
    module(online(), archive);

    assertArrayEquals(Archives.WEIGHTS, Files.readAllBytes(weights));
  }

  /**
   * A failing disk does not change file times. Only a thorough check, which reads everything, finds
   * the damage.
   */
  @Test
  void thoroughCheck_findsWhatACheapCheckMisses() throws Exception {
    module(online(), archive);
    FileTime time = Files.getLastModifiedTime(weights);
    Files.write(weights, new byte[Archives.WEIGHTS.length]);
    Files.setLastModifiedTime(weights, time);

    assertEquals(List.of(), online().problems("small", false));
    List<String> problems = online().problems("small", true);
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith(weights + ": has SHA-256 "), problems.get(0));
  }

  @Test
  void entryWithDamagedManifest_isDownloadedAgain() throws Exception {
    Path manifest = cache.resolve("models/small").resolve(Manifest.NAME);
    for (String text : List.of("", "file.x=1", "file.x=a b c", "\\u00", "source=small")) {
      module(online(), archive);
      Files.writeString(manifest, text);
      assertEquals(1, online().problems("small", false).size(), text);
    }
    module(online(), archive);

    assertEquals(List.of(), online().problems("small", true));
    assertEquals(6, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"file.x=\u00ff", "file.a\\u0000b=3 1 00", "source=small\u0080"})
  void entryWithUnreadableManifest_isDownloadedAgain(String text) throws Exception {
    module(online(), archive);
    Files.writeString(
        cache.resolve("models/small").resolve(Manifest.NAME), text, StandardCharsets.ISO_8859_1);

    assertFalse(online().isCached(archive));
    module(online(), archive);
    assertEquals(List.of(), online().problems("small", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00ff\u0080", " ", ""})
  void damagedRecordOfAHash_isIgnored(String text) throws Exception {
    Path record = cache.resolve("archives/small.tar.gz.sha256");
    Files.createDirectories(record.getParent());
    Files.writeString(record, text, StandardCharsets.ISO_8859_1);
    module(online(), unknown(server.uri("/small")));

    assertEquals(Archives.sha256(bytes) + "  small.tar.gz\n", Files.readString(record));
  }

  /** A check without the lock may find that files have just disappeared. */
  @Test
  void entryReplacedMeanwhile_reportsAProblemAndDoesNotFail() throws Exception {
    Path entry = Files.createDirectories(cache.resolve("models/small"));
    for (int i = 0; i < 300; i++) { // the longer a check takes, the likelier it is disturbed
      Files.createFile(entry.resolve("file" + i));
    }
    Manifest.of("small", "", entry).write(entry);
    Path aside = cache.resolve("aside");
    AtomicBoolean isDone = new AtomicBoolean();
    Thread other =
        new Thread(
            () -> {
              while (!isDone.get()) {
                assertDoesNotThrow(() -> Files.move(entry, aside));
                assertDoesNotThrow(() -> Files.move(aside, entry));
              }
            });
    other.start();
    try {
      for (int i = 0; i < 1000; i++) {
        online().problems("small", false);
      }
    } finally {
      isDone.set(true);
      other.join();
    }
  }

  @Test
  void directoryOfSomebodyElse_isNeitherReplacedNorListedNorRemoved() throws Exception {
    Path mine = put("models/small/mine.txt");

    assertForeign("contains \"mine.txt\", but no manifest", () -> module(online(), archive));
    assertEquals(List.of(), online().list());
    assertFalse(online().remove("small"));
    assertEquals("mine", Files.readString(mine));
    assertEquals(List.of(), server.requests());
  }

  @Test
  void directoryWithTheManifestOfAnotherProgram_isNeitherReplacedNorRemoved() throws Exception {
    Path source = put("models/small/src/mine.txt");
    Files.writeString(cache.resolve("models/small").resolve(Manifest.NAME), "name=mine\n");

    assertForeign("contains \"src\", and a manifest", () -> module(online(), archive));
    assertForeign("contains \"src\", and a manifest", () -> online().remove("small"));
    assertEquals("mine", Files.readString(source));
    assertEquals(List.of(), server.requests());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mine.txt", "module/mine.txt", "module/variables/notes/mine.txt"})
  void unlistedFiles_preventReplacingAndRemovingAnEntry(String name) throws Exception {
    module(online(), archive);
    Path mine = put("models/small/" + name);
    module(online(), archive); // needs no replacement
    Files.write(weights, new byte[100]);

    assertForeign("contains \"" + name + "\", which", () -> module(online(), archive));
    assertForeign("contains \"" + name + "\", which", () -> online().remove("small"));
    assertEquals("mine", Files.readString(mine));
    assertEquals(1, server.requests().size());
  }

  @Test
  void fileAddedDuringTheDownload_isKept() throws Exception {
    module(online(), archive);
    Files.write(weights, new byte[100]);
    Path mine = cache.resolve("models/small/mine.txt");
    Installer late =
        (unpacked, target) -> {
          Archives.install(unpacked, target);
          put("models/small/mine.txt");
        };

    IOException e = assertThrows(IOException.class, () -> online().module(archive, late, silent()));
    assertTrue(e.getMessage().contains("contains \"mine.txt\""), e.getMessage());
    assertEquals("mine", Files.readString(mine));
  }

  @Test
  void filesWithADamagedManifest_areMovedAndNotDeleted() throws Exception {
    module(online(), archive);
    Files.writeString(cache.resolve("models/small").resolve(Manifest.NAME), "");
    Path mine = put("models/small/module/mine.txt");

    assertForeign("cannot be parsed", () -> online().remove("small"));
    assertEquals("mine", Files.readString(mine));
    module(online(), archive);
    assertEquals("mine", Files.readString(cache.resolve("models/small.damaged/module/mine.txt")));
    assertEquals(List.of(), online().problems("small", true));
  }

  @Test
  void desktopFiles_doNotPreventReplacingAnEntry() throws Exception {
    module(online(), archive);
    put("models/small/.DS_Store");
    put("models/small/module/Thumbs.db");
    Files.write(weights, new byte[100]);
    module(online(), archive);

    assertEquals(List.of(), online().problems("small", true));
  }

  @Test
  void emptyDirectory_isUsed() throws Exception {
    Files.createDirectories(cache.resolve("models/small"));
    module(online(), archive);

    assertEquals(List.of(), online().problems("small", true));
  }

  @Test
  void link_isRemovedAndNotFollowed() throws Exception {
    module(online(), archive);
    Path elsewhere = Files.move(cache.resolve("models/small"), cache.resolve("elsewhere"));
    Files.createSymbolicLink(cache.resolve("models/small"), elsewhere);

    assertTrue(online().remove("small"));
    assertTrue(Files.exists(elsewhere.resolve(Manifest.NAME)));
    Path mine = put("other/mine.txt");
    Files.createSymbolicLink(cache.resolve("models/small"), mine.getParent());
    assertForeign("contains \"mine.txt\"", () -> module(online(), archive));
    assertEquals("mine", Files.readString(cache.resolve("models/small/mine.txt")));
  }

  @Test
  void fileInPlaceOfAnEntry_isKept() throws Exception {
    Path mine = put("models/small");

    assertForeign("is not a directory", () -> module(online(), archive));
    assertEquals("mine", Files.readString(mine));
  }

  private Path put(String name) throws IOException {
    Path file = cache.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "mine");
  }

  private void assertForeign(String why, Executable call) {
    FileSystemException e = assertThrows(FileSystemException.class, call);
    String path = cache.resolve("models/small").toString();
    assertTrue(e.getMessage().startsWith(path + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @Test
  void damage_beyondRepair_isReported() throws Exception {
    module(online(), archive);
    Files.delete(weights);

    FetchException e = assertThrows(FetchException.class, () -> module(offline(), archive));
    assertTrue(e.getMessage().contains("cache: " + weights + ": is missing"), e.getMessage());
  }

  @Test
  void leftoversOfADeadProcess_areDeletedAndOtherFilesKept() throws Exception {
    String dead = "tmp/.inception-v2." + UUID.randomUUID();
    put(dead + ".tmp/unpacked/variables/weights");
    put(dead + ".lock");
    Path mine = put("tmp/small/mine.txt");
    module(online(), archive);
    Files.write(weights, new byte[100]);
    module(online(), archive);
    online().remove("small");

    assertEquals("mine", Files.readString(mine));
    assertEquals(List.of(mine.getParent()), children("tmp"));
  }

  private List<Path> children(String directory) throws IOException {
    try (Stream<Path> children = Files.list(cache.resolve(directory))) {
      return children.toList();
    }
  }

  @Test
  void remove_deletesAllFilesOfAnEntry() throws Exception {
    module(online(), unknown(server.uri("/small")));

    assertTrue(online().remove("small"));
    assertEquals(List.of(), online().list());
    assertFalse(Files.exists(cache.resolve("models/small")));
    assertFalse(Files.exists(cache.resolve("archives/small.tar.gz.sha256")));
  }

  @Test
  void remove_nameOutsideTheCache_removesNothing() throws Exception {
    Path precious = Files.createFile(cache.resolve("precious"));
    module(online(), archive);

    assertFalse(online().remove(".."));
    assertFalse(online().remove("../precious"));
    assertTrue(Files.exists(precious));
  }

  @Test
  void archiveInstalledByHand_isUsed() throws Exception {
    Path byHand = putByHand(bytes);

    assertTrue(offline().isCached(archive));
    assertArrayEquals(Archives.WEIGHTS, Archives.bytes(module(offline(), archive)));
    assertTrue(Files.exists(byHand));
  }

  @Test
  void wrongArchiveInstalledByHand_isRefused() throws Exception {
    byte[] other = Archives.gzip(Archives.tar(Archives.file("variables/weights")));
    Path byHand = putByHand(other);

    FetchException e = assertThrows(FetchException.class, () -> module(offline(), archive));
    assertTrue(
        e.getMessage().contains(byHand + ": has SHA-256 " + Archives.sha256(other)),
        e.getMessage());
  }

  private Path putByHand(byte[] archive) throws IOException {
    Path byHand = cache.resolve("archives/small.tar.gz");
    Files.createDirectories(byHand.getParent());
    return Files.write(byHand, archive);
  }

  @Test
  void moduleOfPython_isCopied() throws Exception {
    Path python = python();
    Files.createDirectories(python.resolve("variables"));
    Files.write(python.resolve("saved_model.pb"), new byte[3]);
    Files.write(python.resolve("variables/variables.index"), new byte[3]);
    Files.write(python.resolve("variables/weights"), Archives.WEIGHTS);

    assertTrue(offline().isCached(archive));
    assertArrayEquals(Archives.WEIGHTS, Archives.bytes(module(offline(), archive)));
    assertTrue(Files.exists(python.resolve("variables/weights")));
  }

  /** Systems that tidy up temporary directories leave modules like this. */
  @Test
  void emptiedModuleOfPython_isIgnored() throws Exception {
    Files.createDirectories(python().resolve("variables"));

    assertFalse(online().isCached(archive));
    assertArrayEquals(Archives.WEIGHTS, Archives.bytes(module(online(), archive)));
    assertEquals(1, server.requests().size());
  }

  @Test
  void invalidModuleOfPython_isIgnored() throws Exception {
    Path python = python();
    Files.createDirectories(python.resolve("variables"));
    Files.write(python.resolve("saved_model.pb"), new byte[3]);
    Files.write(python.resolve("variables/variables.index"), new byte[3]);

    FetchException e = assertThrows(FetchException.class, () -> module(offline(), archive));
    assertTrue(e.getMessage().contains("Python's " + python + ": holds no weights"));
  }

  private Path python() {
    return cache.resolve("python").resolve("5de20d98872c8bf84bfe98da975eba4ff59fbacb");
  }

  @Test
  void localArchive_isUnpackedOnce() throws Exception {
    Path file = Files.write(cache.resolve("my model.tar.gz"), bytes);
    ModelArchive local = offline().archive(file);
    Path first = module(offline(), local);
    Path second = module(offline(), offline().archive(file));

    assertEquals(first, second);
    assertEquals(file.toString(), offline().list().get(0).source());
    Files.write(file, Archives.tar(Archives.file("variables/weights")));
    assertEquals(4, Archives.bytes(module(offline(), offline().archive(file))).length);
    assertEquals(2, offline().list().size());
  }

  /** The entry's name has 64 bits of the hash, which two archives may share. */
  @Test
  void archiveWithTheNameOfAnother_isUnpackedAgain() throws Exception {
    Path file = Files.write(cache.resolve("mine.tar"), bytes);
    byte[] other = Archives.tar(Archives.file("variables/weights"));
    Path file2 = Files.write(cache.resolve("other.tar"), other);
    String hash = Archives.sha256(bytes);
    module(offline(), ModelArchive.of(file, hash));
    String alike = hash.substring(0, 16) + "0".repeat(48);
    Path module = module(offline(), ModelArchive.of(file2, alike));

    assertEquals(4, Archives.bytes(module).length);
    assertEquals(1, offline().list().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../precious", "a/b", "a\\b", "a b", "a\u0000"})
  void entryWithAnInvalidName_isRefused(String entry) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ModelArchive(entry, "", "", List.of(), -1, "", List.of(), Optional.empty()));
  }

  @Test
  void localArchiveWithoutAModel_isRefused() throws Exception {
    Path file = Files.write(cache.resolve("photos.tar"), Archives.tar(Archives.file("cat.jpg")));

    assertThrows(UnusableArchiveException.class, () -> module(offline(), offline().archive(file)));
    assertThrows(UnusableArchiveException.class, () -> offline().archive(cache));
    assertThrows(NoSuchFileException.class, () -> offline().archive(cache.resolve("none.tar.gz")));
    assertEquals(List.of(), offline().list());
  }

  @Test
  void cacheThatCannotBeWritten_isReported() throws Exception {
    Path file = Files.createFile(cache.resolve("file"));
    assertUnwritable(file.resolve("cache"));
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc, where nobody can write");
    assertUnwritable(Path.of("/proc/self/cache"));
  }

  private void assertUnwritable(Path directory) {
    ModelStore store = Archives.store(directory);
    IOException e = assertThrows(IOException.class, () -> module(store, archive));

    assertTrue(e.getMessage().startsWith("cannot write to the cache " + directory), e.getMessage());
    assertTrue(e.getMessage().contains(Environment.CACHE_VARIABLE), e.getMessage());
    assertEquals(List.of(), server.requests());
  }

  /** A full disk leaves no entry, and the archive need not be downloaded again. */
  @Test
  void fullDisk_leavesNoPartialEntry() throws Exception {
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                online()
                    .module(
                        archive,
                        (unpacked, target) -> {
                          Files.createDirectory(target);
                          throw new IOException("No space left on device");
                        },
                        silent()));

    assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
    assertEquals(List.of(), online().list());
    assertEquals(List.of(), children("tmp"));
    module(online(), archive);
    assertEquals(1, server.requests().size());
  }

  @Test
  void manyThreads_downloadOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<Path>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(() -> module(online(), archive));
    }
    try {
      for (Future<Path> module : threads.invokeAll(calls)) {
        assertArrayEquals(Archives.WEIGHTS, Archives.bytes(module.get()));
      }
    } finally {
      threads.shutdownNow();
    }

    assertEquals(1, server.requests().size());
  }

  @Test
  void invalidAddresses_areRefused() {
    for (String uri : List.of("small", "ftp://localhost/small", "file:///small", "http:///small")) {
      assertThrows(IllegalArgumentException.class, () -> ModelArchive.of(URI.create(uri)), uri);
    }
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ModelArchive.of(URI.create("https://me:5ec7e7@localhost/small")));
    assertFalse(e.getMessage().contains("5ec7e7"), e.getMessage());
  }

  @Test
  void differentAddresses_areDifferentEntriesWithoutSecrets() {
    ModelArchive first = ModelArchive.of(URI.create("https://localhost/a/small.tar.gz?sig=5ec7e7"));
    ModelArchive second = ModelArchive.of(URI.create("https://localhost/b/small.tar.gz"));

    assertEquals("https://localhost/a/small.tar.gz", first.source());
    assertTrue(first.entry().matches("url-small\\.tar\\.gz-[0-9a-f]{16}"), first.entry());
    assertFalse(first.entry().equals(second.entry()));
  }

  private ModelStore online() {
    return Archives.store(cache);
  }

  private ModelStore offline() {
    return Archives.store(cache, true, network());
  }

  private static Path module(ModelStore store, ModelArchive archive) throws IOException {
    return store.module(archive, Archives::install, silent());
  }

  private static TransferListener silent() {
    return (source, host, bytes, total, rate) -> {};
  }
}
