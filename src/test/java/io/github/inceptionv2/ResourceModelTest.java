package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model can be loaded from the application's own jar. */
class ResourceModelTest {

  private static final Path FLOWERS = Path.of("models/flowers");
  private static final String NAME = "META-INF/models/flowers";

  @TempDir private Path directory;
  private ModelCache cache;
  private Path jar;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @BeforeEach
  void makeJar() throws IOException {
    cache = ModelCache.builder().directory(directory.resolve("cache")).offline(true).build();
    jar = directory.resolve("an application.jar");
    write(jar, files(NAME));
  }

  @AfterEach
  void restoreClassLoader() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private static Map<String, byte[]> files(String folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(FLOWERS)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = FLOWERS.relativize(file).toString().replace('\\', '/');
        files.put(folder + "/" + name, Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static void write(Path jar, Map<String, byte[]> files) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
  }

  private byte[] packed() throws IOException {
    return Files.readAllBytes(Fixtures.pack(FLOWERS, directory.resolve("packed.tar.gz")));
  }

  private void onClassPath(Path place) throws IOException {
    Thread.currentThread()
        .setContextClassLoader(new URLClassLoader(new URL[] {place.toUri().toURL()}, null));
  }

  @Test
  void resource_moduleInAJar_isCopiedToTheCacheOnce() throws Exception {
    onClassPath(jar);
    ModelSource source = ModelSource.resource(NAME).in(cache);

    Path module = source.fetch();

    assertTrue(module.startsWith(cache.directory()), module.toString());
    assertEquals(5, source.info().classCount());
    assertEquals(ModelSource.directory(FLOWERS).sha256(), source.sha256());
    assertEquals("classpath:" + NAME, cache.list().get(0).source());
    assertEquals(module, source.fetch());
    assertEquals(1, cache.list().size());
    assertTrue(source.isCached());
    try (Stream<Path> left = Files.list(cache.directory().resolve("tmp"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void resource_archiveInAJar_isUnpackedIntoTheCache() throws Exception {
    write(jar, Map.of("flowers.tar.gz", packed()));
    onClassPath(jar);

    ModelInfo info = ModelSource.resource("/flowers.tar.gz").in(cache).info();

    assertEquals(5, info.classCount());
    assertTrue(info.hasLabels());
  }

  @Test
  void resource_inADirectory_isReadInPlace() throws Exception {
    onClassPath(Path.of("models"));
    ModelSource source = ModelSource.resource("flowers").in(cache);

    assertEquals(FLOWERS.toAbsolutePath(), source.fetch());
    assertFalse(Files.exists(cache.directory()));
  }

  @Test
  void resource_noContextClassLoader_fallsBackToTheLibrarys() throws Exception {
    Thread.currentThread().setContextClassLoader(null);

    var e =
        assertThrows(
            NoSuchFileException.class,
            () -> ModelSource.resource("io/github/inceptionv2").in(cache).info());
    assertTrue(e.getMessage().startsWith("classpath:io/github/inceptionv2/saved_model.pb: "));
  }

  @Test
  void parse_jarAddress_opensThatJar() throws Exception {
    ModelSource source = ModelSource.parse("jar:" + jar.toUri() + "!/" + NAME).in(cache);

    assertEquals(5, source.info().classCount());
    assertTrue(jar.toUri().toString().contains("%20"));
  }

  @Test
  void parse_fileAddress_isReadAsAPath() throws Exception {
    assertEquals(5, ModelSource.parse(FLOWERS.toUri().toString()).info().classCount());
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> ModelSource.parse("file://host/models/flowers"));
    assertTrue(e.getMessage().startsWith("address (file://host/models/flowers)"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> ModelSource.parse("file:%zz"));
  }

  @Test
  void parse_jarOnTheNetwork_isRefused() {
    for (String text :
        List.of(
            "jar:https://example.org/a.jar!/m", "jar:a.jar!/m", "classpath:", "classpath:///")) {
      var e = assertThrows(IllegalArgumentException.class, () -> ModelSource.parse(text));
      assertTrue(e.getMessage().startsWith("resource (" + text + ")"), e.getMessage());
    }
  }

  @Test
  void resource_changedJar_isANewEntry() throws Exception {
    onClassPath(jar);
    ModelSource source = ModelSource.resource(NAME).in(cache);
    source.fetch();
    Map<String, byte[]> files = files(NAME);
    files.put(NAME + "/assets/labels.txt", "a\nb\nc\nd\ne\n".getBytes());
    write(jar, files);
    onClassPath(jar);

    try (InceptionV2 model = InceptionV2.load(source)) {
      assertEquals("a", model.labels().label(0));
    }
    assertEquals(2, cache.list().size());
  }

  @Test
  void resource_damagedModule_namesTheResource() throws Exception {
    Map<String, byte[]> files = files(NAME);
    files.get(NAME + "/variables/variables.data-00000-of-00001")[1_000_000] ^= 1;
    write(jar, files);
    onClassPath(jar);

    var e =
        assertThrows(
            ModelCorruptException.class, () -> ModelSource.resource(NAME).in(cache).info());
    assertTrue(e.getMessage().contains("classpath:" + NAME), e.getMessage());
    assertEquals(Path.of(NAME), e.file());
    assertEquals(List.of(), cache.list());
  }

  /** The file is half a jar, and then no jar at all. */
  @Test
  void parse_damagedJar_isCorruptAndNotMissing() throws Exception {
    byte[] whole = Files.readAllBytes(jar);
    for (byte[] damaged : List.of(Arrays.copyOf(whole, whole.length / 2), new byte[99])) {
      Files.write(jar, damaged);
      ModelSource source = ModelSource.parse("jar:" + jar.toUri() + "!/" + NAME).in(cache);

      var e = assertThrows(ModelCorruptException.class, source::info);
      assertEquals(jar, e.file());
      assertTrue(e.getMessage().contains("cannot be read as a jar"), e.getMessage());
    }
  }

  @Test
  void parse_absentJar_isMissing() {
    String text = "jar:" + directory.resolve("none.jar").toUri() + "!/" + NAME;

    assertThrows(NoSuchFileException.class, () -> ModelSource.parse(text).in(cache).info());
  }

  @Test
  void parse_spaceInAnAddress_saysHowToWriteIt() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> ModelSource.parse("jar:file:a b.jar!/" + NAME));
    assertTrue(e.getMessage().contains("write a space as %20"), e.getMessage());
    var nested =
        assertThrows(
            IllegalArgumentException.class,
            () -> ModelSource.parse("jar:file:/a.jar!/b.jar!/" + NAME));
    assertTrue(nested.getMessage().contains("use classpath:"), nested.getMessage());
  }

  @Test
  void resource_serialized_isRestored() throws Exception {
    onClassPath(jar);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(ModelSource.resource(NAME));
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ModelSource read = (ModelSource) in.readObject();
      assertEquals("classpath:" + NAME, read.toString());
      assertEquals(5, read.in(cache).info().classCount());
    }
  }
}
