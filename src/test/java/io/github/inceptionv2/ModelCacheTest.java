package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.ModelCache.DownloadProgress;
import io.github.inceptionv2.internal.store.Environment;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.ModelServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCacheTest {

  private static byte[] archive;

  @TempDir Path directory;

  @AutoClose private ModelServer server;
  private ModelSource source;

  @BeforeAll
  static void pack(@TempDir Path shared) throws Exception {
    archive = Fixtures.untrainedArchive(shared);
  }

  @BeforeEach
  void start() throws Exception {
    server = ModelServer.start().on("/module.tar.gz", ModelServer.file(archive));
    source = ModelSource.url(server.uri("/module.tar.gz"));
  }

  @Test
  void list_verifyAndRemove_agree() throws Exception {
    ModelCache cache = ModelCache.builder().directory(directory.resolve("cache")).build();
    assertEquals(List.of(), cache.list());
    Path module = source.in(cache).fetch();
    ModelCache.Entry entry = cache.list().get(0);

    assertEquals(1, cache.list().size());
    assertEquals(source.toString(), entry.source());
    assertEquals(module, entry.directory());
    assertTrue(entry.byteCount() > 44_000_000);
    assertEquals(List.of(), cache.verify(entry));
    assertTrue(cache.remove(entry));
    assertFalse(cache.remove(entry));
    assertEquals(List.of(), cache.list());
    assertFalse(source.in(cache).isCached());
  }

  @Test
  void verify_changedByte_isFoundAndRepairedByTheNextFetch() throws Exception {
    ModelCache cache = ModelCache.builder().directory(directory.resolve("cache")).build();
    Path data = source.in(cache).fetch().resolve("variables/variables.data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(data);
    bytes[12345] ^= 1;
    Files.write(data, bytes);
    Files.setLastModifiedTime(data, FileTime.fromMillis(1));

    List<String> problems = cache.verify(cache.list().get(0));
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith(data + ": has SHA-256"), problems.get(0));
    source.in(cache).fetch();
    assertEquals(List.of(), cache.verify(cache.list().get(0)));
    assertEquals(2, server.requests().size());
  }

  @Test
  void listener_fetch_isNotifiedOfStartAndEnd() throws Exception {
    List<DownloadProgress> seen = new ArrayList<>();
    ModelCache cache =
        ModelCache.builder().directory(directory.resolve("cache")).listener(seen::add).build();
    source.in(cache).fetch();
    source.in(cache).fetch();
    DownloadProgress last = seen.get(seen.size() - 1);

    assertEquals(0, seen.get(0).byteCount());
    assertEquals(Optional.empty(), seen.get(0).remaining());
    assertTrue(last.isComplete());
    assertEquals(archive.length, last.byteCount());
    assertEquals(OptionalLong.of(archive.length), last.totalByteCount());
    assertEquals(Optional.of(Duration.ZERO), last.remaining());
    assertEquals(1, seen.stream().filter(progress -> progress.byteCount() == 0).count());
  }

  @Test
  void listener_thatThrows_endsTheDownload() throws Exception {
    ModelCache cache =
        ModelCache.builder()
            .directory(directory.resolve("cache"))
            .listener(
                progress -> {
                  throw new IllegalStateException("enough");
                })
            .build();

    var e = assertThrows(IllegalStateException.class, () -> source.in(cache).fetch());
    assertEquals("enough", e.getMessage());
    try (var remains = Files.list(directory.resolve("cache/tmp"))) {
      assertEquals(0, remains.count());
    }
  }

  @Test
  void builder_nothingSet_usesTheEnvironment() {
    Environment environment =
        new Environment(
            Map.of("io.github.inceptionv2.cache", "/models")::get,
            Map.of("INCEPTION_V2_OFFLINE", "true")::get);
    ModelCache cache = ModelCache.builder(environment).build();

    assertEquals(Path.of("/models"), cache.directory());
    assertTrue(cache.isOffline());
    assertEquals("ModelCache[" + Path.of("/models") + ", offline]", cache.toString());
    assertFalse(ModelCache.builder(environment).offline(false).build().isOffline());
    assertEquals(
        directory, ModelCache.builder(environment).directory(directory).build().directory());
  }

  @Test
  void load_noSource_usesImageNetInTheStandardCache() {
    System.setProperty(Environment.CACHE_PROPERTY, directory.toString());
    System.setProperty(Environment.OFFLINE_PROPERTY, "true");
    try {
      var e = assertThrows(ModelDownloadException.class, InceptionV2::load);
      Path byHand = directory.resolve("archives").resolve("imagenet.tar.gz");
      assertTrue(e.getMessage().endsWith(" at " + byHand), e.getMessage());
    } finally {
      System.clearProperty(Environment.CACHE_PROPERTY);
      System.clearProperty(Environment.OFFLINE_PROPERTY);
    }
  }

  @Test
  void builder_impossibleTimeout_isRefused() {
    ModelCache.Builder builder = ModelCache.builder();

    assertThrows(IllegalArgumentException.class, () -> builder.timeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> builder.timeout(Duration.ofMillis(-1)));
  }

  /** The JDK's own message would reveal the whole value. */
  @ParameterizedTest
  @ValueSource(strings = {"Bearer 5ec7e7\n", "Bearer\r\n5ec7e7", "Bearer 5ec7e7\u00e4", " ", ""})
  void authorization_invalidHeader_isRefusedAndNotRevealed(String value) {
    ModelCache.Builder builder = ModelCache.builder();

    var e =
        assertThrows(
            IllegalArgumentException.class, () -> builder.authorization("localhost", value));
    assertTrue(e.getMessage().startsWith("the authorization for localhost"), e.getMessage());
    assertFalse(e.getMessage().contains("5ec7e7"), e.getMessage());
  }

  @Test
  void progress_halfWay_estimatesTheRemainingTime() {
    DownloadProgress half = new DownloadProgress("x", "localhost", 50, OptionalLong.of(100), 25);
    DownloadProgress unknown = new DownloadProgress("x", "localhost", 50, OptionalLong.empty(), 25);

    assertEquals(Optional.of(Duration.ofSeconds(2)), half.remaining());
    assertFalse(half.isComplete());
    assertEquals(Optional.empty(), unknown.remaining());
    assertFalse(unknown.isComplete());
  }
}
