package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that tasks carry to other machines can be written and read again. */
class SerializationTest {

  private static final Path FLOWERS = Path.of("models", "flowers");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "imagenet",
        "untrained",
        "google/imagenet/inception_v2/classification/3",
        "https://example.org/models/flowers.tar.gz",
        "models/flowers",
        "no/such/model.tar.gz",
        "no/such/model.ckpt"
      })
  void source_everyKind_isRestoredFromFewBytes(String text) throws Exception {
    ModelSource source = ModelSource.parse(text);
    byte[] written = write(source);
    ModelSource read = (ModelSource) read(written);
    assertTrue(read.toString().endsWith(source.toString()), read.toString());
    assertEquals(source.isCached(), read.isCached());
    assertTrue(written.length < 4000, "has " + written.length + " bytes");
  }

  /** The process that reads the source may have another working directory. */
  @Test
  void source_relativePath_isWrittenAsAbsolute() throws Exception {
    for (ModelSource source :
        List.of(ModelSource.directory(FLOWERS), ModelSource.checkpoint(FLOWERS))) {
      assertEquals(FLOWERS.toAbsolutePath().toString(), read(write(source)).toString());
    }
  }

  @Test
  void source_withACache_looksThereForTheSameEntry() throws Exception {
    ModelCache cache =
        ModelCache.builder()
            .directory(directory)
            .offline(true)
            .listener(progress -> {})
            .authorization("example.org", "Bearer 17")
            .build();
    ModelSource source = ModelSource.url(URI.create("https://example.org/m.tar.gz?key=5"));
    ModelSource read = (ModelSource) read(write(source.in(cache)));
    String expected =
        assertThrows(ModelDownloadException.class, () -> source.in(cache).fetch()).getMessage();
    assertTrue(expected.contains(directory.toString()), expected);
    assertEquals(expected, assertThrows(ModelDownloadException.class, read::fetch).getMessage());
  }

  @Test
  void cache_withProxies_saysWhyItCannotBeWritten() {
    ModelCache cache = ModelCache.builder().proxy(ProxySelector.getDefault()).build();
    ModelSource source = ModelSource.imagenet().in(cache);
    String message = assertThrows(NotSerializableException.class, () -> write(source)).getMessage();
    assertTrue(message.contains("set https.proxyHost on each JVM"), message);
  }

  @Test
  void source_inAnotherFileSystem_saysWhyItCannotBeWritten() throws Exception {
    Path zip = directory.resolve("a.zip");
    URI uri = URI.create("jar:" + zip.toUri());
    try (FileSystem files = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
      ModelSource source = ModelSource.directory(files.getPath("/model"));
      String message =
          assertThrows(NotSerializableException.class, () -> write(source)).getMessage();
      assertTrue(message.contains("copy it to a disk"), message);
    }
  }

  @Test
  void settings_areRestored() throws Exception {
    ImageOptions options = ImageOptions.builder().maxPixels(12).background(0x123456).build();
    assertEquals(options.toString(), read(write(options)).toString());
    assertEquals(ImageSize.ofWidth(96).height(64), read(write(ImageSize.ofWidth(96).height(64))));
    Prediction cock = new Prediction(7, "cock", Optional.of("n01514668"), 0.5f, 3);
    assertEquals(cock, read(write(cock)));
    Labels labels = (Labels) read(write(Labels.of(List.of("a", "b"))));
    assertEquals("b", labels.label(1));
    Labels imageNet = (Labels) read(write(Labels.imageNet()));
    assertEquals(Labels.imageNet().wordNetId(1000), imageNet.wordNetId(1000));
  }

  @Test
  void sha256_ofTheSameModelElsewhere_isTheSame() throws Exception {
    Path copy = Fixtures.copy(FLOWERS, directory.resolve("copy"));
    Files.writeString(copy.resolve("README.md"), "moved");
    String expected = ModelSource.directory(FLOWERS).sha256();
    assertEquals(expected, ModelSource.directory(copy).sha256());
    Path archive = Fixtures.pack(copy, directory.resolve("flowers.tar.gz"));
    ModelCache cache = ModelCache.builder().directory(directory.resolve("cache")).build();
    assertEquals(expected, ModelSource.archive(archive).in(cache).sha256());
  }

  @Test
  void sha256_changedByteOrName_differs() throws Exception {
    String expected = ModelSource.directory(FLOWERS).sha256();
    Path copy = Fixtures.copy(FLOWERS, directory.resolve("copy"));
    Path labels = copy.resolve("assets").resolve("labels.txt");
    byte[] bytes = Files.readAllBytes(labels);
    bytes[0] ^= 1;
    Files.write(labels, bytes);
    assertNotEquals(expected, ModelSource.directory(copy).sha256());
    bytes[0] ^= 1;
    Files.write(labels, bytes);
    assertEquals(expected, ModelSource.directory(copy).sha256());
    Files.move(labels, labels.resolveSibling("other.txt"));
    assertNotEquals(expected, ModelSource.directory(copy).sha256());
  }

  @Test
  void sha256_ofCheckpoint_coversItsFilesAndNoOthers() throws Exception {
    Path index = directory.resolve("model.ckpt.index");
    Path data = directory.resolve("model.ckpt.data-00000-of-00001");
    Files.writeString(index, "index", StandardCharsets.UTF_8);
    Files.writeString(data, "data", StandardCharsets.UTF_8);
    String expected = ModelSource.checkpoint(index).sha256();
    assertEquals(expected, ModelSource.checkpoint(directory.resolve("model.ckpt")).sha256());
    assertEquals(expected, ModelSource.checkpoint(data).sha256());
    Files.writeString(directory.resolve("model.ckpt-2.index"), "other", StandardCharsets.UTF_8);
    assertEquals(expected, ModelSource.checkpoint(index).sha256());
    Files.writeString(data, "dato", StandardCharsets.UTF_8);
    assertNotEquals(expected, ModelSource.checkpoint(index).sha256());
  }

  @Test
  void sha256_missingModel_isNamed() {
    Path nothing = directory.resolve("nothing");
    for (ModelSource source :
        List.of(ModelSource.directory(nothing), ModelSource.checkpoint(nothing))) {
      IOException e = assertThrows(IOException.class, source::sha256);
      assertTrue(e.getMessage().contains("nothing"), e.getMessage());
    }
    assertFalse(Files.exists(nothing));
  }

  /** An object that is read without a failure must work. */
  @Test
  void alteredStreams_areRefusedOrWork() throws Exception {
    ModelCache cache = ModelCache.builder().directory(directory).authorization("a.b", "c").build();
    List<Object> originals =
        List.of(
            Labels.of(List.of("rings", "stripes", "\u00e9")),
            Labels.of(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")),
            ImageOptions.builder().maxPixels(12).build(),
            ImageSize.ofWidth(96).height(64),
            new Prediction(7, "cock", Optional.of("n01514668"), 0.5f, 3),
            new Prediction(0, "background", Optional.empty(), 0.5f, 3),
            ModelSource.untrained(),
            ModelSource.parse("models/flowers"),
            ModelSource.imagenet().in(cache),
            ModelSource.url(URI.create("https://example.org/models/flowers.tar.gz")),
            cache);
    Random random = new Random(17);
    int read = 0;
    for (Object original : originals) {
      byte[] bytes = write(original);
      for (int i = 0; i < 1000; i++) {
        read += isRead(alter(bytes.clone(), random)) ? 1 : 0;
      }
    }
    assertTrue(read > 300, read + " altered streams were read");
  }

  private static byte[] alter(byte[] bytes, Random random) {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      int at = 4 + random.nextInt(bytes.length - 4);
      boolean isBit = random.nextBoolean();
      bytes[at] = (byte) (isBit ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt());
    }
    return bytes;
  }

  private static boolean isRead(byte[] bytes) {
    Object read;
    try {
      read = read(bytes);
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      return false; // the JDK's own ways to refuse a stream
    }
    String hex = HexFormat.of().formatHex(bytes);
    assertDoesNotThrow(() -> use(read), () -> "fails later: " + hex);
    return true;
  }

  private static void use(Object read) throws Exception {
    if (read instanceof Labels labels) {
      assertTrue(labels.size() > 0);
      for (int i = 0; i < labels.size(); i++) {
        assertFalse(labels.label(i).isBlank());
        assertTrue(labels.wordNetId(i).map(String::length).orElse(0) >= 0);
      }
      assertEquals(labels.toString(), read(write(labels)).toString());
    } else if (read instanceof ImageOptions options) {
      assertTrue(options.settings().maxPixels() > 0 && options.maxBytes() > 0);
      assertTrue(options.settings().maxScans() > 0 && options.settings().maxMetadataBytes() > 0);
      assertEquals(options.toString(), options.toBuilder().build().toString());
    } else if (read instanceof ModelSource source) {
      source.isCached();
      String again = read(write(source)).toString(); // a relative path became absolute
      assertTrue(again.endsWith(source.toString()), again);
    } else if (read instanceof ModelCache cache) {
      assertEquals(cache.toString(), read(write(cache)).toString());
    } else if (read instanceof Prediction prediction) {
      assertEquals(prediction, read(write(prediction)));
      assertTrue(prediction.label().length() + prediction.wordNetId().orElse("").length() >= 0);
    } else if (read instanceof ImageSize size) {
      assertTrue(size.height() >= ImageSize.MIN && size.width() >= ImageSize.MIN);
    }
  }

  private static byte[] write(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
