package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.internal.store.Environment;
import io.github.inceptionv2.internal.store.ModelArchive;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.ModelServer;
import io.github.inceptionv2.testing.Numbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model from any kind of source gives the golden numbers. */
class ModelSourceTest {

  private static final String CLASSIFICATION = "google/imagenet/inception_v2/classification/3";

  /** The directory in which Python caches {@link #CLASSIFICATION} from tfhub.dev. */
  private static final String CLASSIFICATION_SHA1 = "5de20d98872c8bf84bfe98da975eba4ff59fbacb";

  @TempDir static Path shared;

  /** A module written by this library; all other modules have the same variables. */
  private static Path written;

  @TempDir Path directory;

  @AutoClose private ModelServer server;

  @BeforeAll
  static void write() throws Exception {
    written = shared.resolve("written");
    ModelSource.untrained().writeModule(written);
  }

  @BeforeEach
  void start() throws Exception {
    server = ModelServer.start();
  }

  /** Takes the steps of {@link ModelSource#imagenet}: known hash and size, mirrors, conversion. */
  @Test
  void remote_checkpointOfVersionOneWithMirrors_goldenNumbersAndOneDownload() throws Exception {
    byte[] bytes = Files.readAllBytes(slimArchive());
    server.on("/gone", ModelServer.status(404)).on("/slim", ModelServer.cut(bytes, "", 20_000_000));
    ModelArchive archive =
        new ModelArchive(
            "imagenet",
            "imagenet",
            "inception_v2_2016_08_28.tar.gz",
            List.of(server.uri("/gone"), server.uri("/slim")),
            bytes.length,
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
            List.of(),
            Optional.empty());
    ModelSource source = ModelSource.of(archive).in(online());

    assertFalse(source.isCached());
    assertGolden(source);
    assertTrue(source.isCached());
    assertEquals(3, server.requests().size());
    assertGolden(ModelSource.of(archive).in(offline()));
    assertEquals(3, server.requests().size());
    assertEquals("imagenet", source.info().source());
    assertEquals(277, source.info().variableCount());
  }

  @Test
  void remote_classificationModule_goldenNumbers() throws Exception {
    Path module = hubModule("hub-classification-3", written);
    server.on("/3.tar.gz", ModelServer.file(packed(module)));
    ModelSource source = ModelSource.url(server.uri("/3.tar.gz")).in(online());

    assertGolden(source);
    assertEquals(
        Files.size(module.resolve("saved_model.pb")),
        Files.size(source.fetch().resolve("saved_model.pb")));
  }

  @Test
  void remote_featureVectorModule_goldenFeatures() throws Exception {
    Path weights = directory.resolve("weights");
    featureVectors(weights);
    Path module = hubModule("hub-feature-vector-3", weights);
    server.on("/3.tar.gz", ModelServer.file(packed(module)));

    assertGolden(ModelSource.url(server.uri("/3.tar.gz")).in(online()));
  }

  /** The fixture was exported by Python TensorFlow 2.21. */
  @Test
  void remote_moduleOfTensorFlowTwo_goldenNumbers() throws Exception {
    Path archive = Fixtures.shared("fixtures/tf2-classification-python.tar.gz");
    server.on("/5.tar.gz", ModelServer.file(Files.readAllBytes(archive)));

    assertGolden(ModelSource.url(server.uri("/5.tar.gz")).in(online()));
  }

  @Test
  void archive_checkpointOfVersionOne_goldenNumbers() throws Exception {
    assertGolden(ModelSource.parse(slimArchive().toString()).in(offline()));
  }

  @Test
  void archive_checkpointOfVersionTwo_goldenNumbers() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("packed/inception_v2"));
    versionTwo(folder);
    Path archive = Fixtures.pack(directory.resolve("packed"), directory.resolve("v2.tgz"));

    assertGolden(ModelSource.archive(archive).in(offline()));
  }

  @Test
  void checkpoint_ofVersionOne_goldenNumbers() throws Exception {
    Fixtures.unpack(slimArchive(), directory);

    assertGolden(ModelSource.checkpoint(directory.resolve("inception_v2.ckpt")));
  }

  @Test
  void checkpoint_ofVersionTwo_goldenNumbers() throws Exception {
    assertGolden(ModelSource.parse(versionTwo(directory).toString()));
  }

  @Test
  void hub_moduleCachedByPython_goldenNumbers() throws Exception {
    Path python = Files.createDirectory(directory.resolve("tfhub"));
    Files.move(hubModule("hub-classification-3", written), python.resolve(CLASSIFICATION_SHA1));
    ModelSource source = ModelSource.hub(CLASSIFICATION).in(offline());

    assertTrue(source.isCached());
    assertGolden(source);
    assertTrue(source.fetch().startsWith(directory.resolve("cache")));
  }

  /** Python hashes the handle as it is given, with or without a trailing slash. */
  @Test
  void hub_handleWithSlash_findsPythonsCopy() throws Exception {
    String handle = "https://tfhub.dev/" + CLASSIFICATION + "/";
    String sha1 =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-1").digest(handle.getBytes(StandardCharsets.UTF_8)));
    Path python = Files.createDirectory(directory.resolve("tfhub"));
    Fixtures.copy(written, python.resolve(sha1));

    assertEquals(1001, ModelSource.hub(handle).in(offline()).info().classCount());
  }

  @Test
  void archive_ofAnotherNetwork_isRefusedByName() throws Exception {
    Path archive = Fixtures.shared("fixtures/half_plus_two_v1.tar.gz");
    ModelSource source = ModelSource.archive(archive).in(offline());

    var e = assertThrows(ModelCorruptException.class, source::info);
    assertEquals(archive, e.file());
    assertTrue(e.getMessage().startsWith(archive + ": "), e.getMessage());
    assertFalse(e.getMessage().contains("cache"), e.getMessage());
    assertEquals(List.of(), offline().list());
  }

  @Test
  void archive_missing_saysSo() {
    var e =
        assertThrows(
            NoSuchFileException.class,
            () -> ModelSource.archive(directory.resolve("none.tar.gz")).info());
    assertTrue(e.getMessage().contains("there is no such file"), e.getMessage());
  }

  @Test
  void remote_changedByte_isRefusedOnArrival() throws Exception {
    Path module = Fixtures.copy(written, directory.resolve("module"));
    Path data = module.resolve("variables/variables.data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(data);
    bytes[1000] ^= 1;
    Files.write(data, bytes);
    server.on("/module.tar.gz", ModelServer.file(packed(module)));
    ModelSource source = ModelSource.url(server.uri("/module.tar.gz")).in(online());

    var e = assertThrows(ModelDownloadException.class, source::info);
    assertTrue(e.getMessage().contains("checksum mismatch in variable"), e.getMessage());
    assertEquals(Optional.of(server.uri("/module.tar.gz")), e.uri());
    assertEquals(List.of(), online().list());
  }

  @Test
  void imagenet_offlineAndNotCached_saysHowToInstallIt() {
    var e =
        assertThrows(
            ModelDownloadException.class, () -> ModelSource.imagenet().in(offline()).info());

    assertEquals(Optional.empty(), e.uri());
    assertTrue(
        e.getMessage()
            .endsWith(
                "offline mode is on, so nothing was downloaded\n"
                    + "to install it by hand, put inception_v2_2016_08_28.tar.gz (41577079 bytes)"
                    + " with SHA-256"
                    + " 3b9d269984402003d8330affc4e1463c0b4cfd536339ad12446a48d72477480a from"
                    + " https://storage.googleapis.com/download.tensorflow.org/models/inception_v2_2016_08_28.tar.gz"
                    + " at "
                    + directory.resolve("cache/archives/imagenet.tar.gz")),
        e.getMessage());
  }

  @Test
  void fetch_localModule_staysInPlace() throws Exception {
    assertEquals(written, ModelSource.directory(written).in(offline()).fetch());
    assertTrue(ModelSource.directory(written).isCached());
    assertTrue(ModelSource.untrained().isCached());
    assertThrows(UnsupportedOperationException.class, () -> ModelSource.untrained().fetch());
    assertFalse(Files.exists(directory.resolve("cache")));
  }

  @ParameterizedTest
  @CsvSource({
    "imagenet, imagenet",
    "untrained, untrained",
    CLASSIFICATION + ", " + CLASSIFICATION,
    "https://tfhub.dev/" + CLASSIFICATION + ", " + CLASSIFICATION,
    "https://tfhub.dev/" + CLASSIFICATION + "/, " + CLASSIFICATION,
    "google/imagenet/inception_v2/feature_vector/5, google/imagenet/inception_v2/feature_vector/5",
    "https://localhost/m.tar.gz?X-Goog-Signature=5ec7e7, https://localhost/m.tar.gz",
    "some/directory, some/directory",
    "./imagenet, ./imagenet",
    "some/archive.tar.gz, some/archive.tar.gz",
    "some/inception_v2.ckpt, some/inception_v2.ckpt",
  })
  void parse_name_isUnderstood(String text, String expected) {
    assertEquals(expected, ModelSource.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "google/imagenet/inception_v2/classification/2",
        "google/imagenet/inception_v2/classification",
        "https://tfhub.dev/google/imagenet/inception_v3/classification/3",
        "https://me:5ec7e7@localhost/m.tar.gz",
        "https://local host/",
        "hdfs://host/models/flowers",
        "s3a://me:5ec7e7@bucket/flowers.tar.gz",
      })
  void parse_invalidAddress_isRefused(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> ModelSource.parse(text));
    assertFalse(e.getMessage().contains("5ec7e7"), e.getMessage());
  }

  @Test
  void verify_readsEveryValue() throws Exception {
    assertEquals(1001, ModelSource.untrained().verify().classCount());
    Path damaged = Fixtures.copy(written, directory.resolve("damaged"));
    Path weights = damaged.resolve("variables/variables.data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    ModelSource source = ModelSource.directory(damaged);
    assertEquals(1001, source.info().classCount());
    var e = assertThrows(ModelCorruptException.class, source::verify);
    assertTrue(e.getMessage().contains(damaged.toString()), e.getMessage());
  }

  private static Path slimArchive() {
    return Fixtures.shared("fixtures/inception_v2_2016_08_28.tar.gz");
  }

  /** Returns a module of the structure of a Hub module, with the variables of another module. */
  private Path hubModule(String fixture, Path variables) throws IOException {
    Path module = Fixtures.copy(Fixtures.shared("fixtures/" + fixture), directory.resolve(fixture));
    Files.delete(module.resolve("variables/variables.index"));
    Fixtures.copy(variables.resolve("variables"), module.resolve("variables"));
    return module;
  }

  private static void featureVectors(Path target) throws IOException {
    ModuleWriter.write(InceptionModule.reference(0), target);
  }

  /** Writes a checkpoint as training leaves it, and returns the prefix of its files. */
  private static Path versionTwo(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(written.resolve("variables"))) {
      for (Path file : files.toList()) {
        String suffix = file.getFileName().toString().replaceFirst("^variables", "");
        Files.copy(file, folder.resolve("model.ckpt-4000" + suffix));
      }
    }
    Files.writeString(folder.resolve("checkpoint"), "model_checkpoint_path: \"model.ckpt-4000\"");
    return folder.resolve("model.ckpt-4000");
  }

  private byte[] packed(Path module) throws IOException {
    return Files.readAllBytes(Fixtures.pack(module, directory.resolve("packed.tar.gz")));
  }

  private ModelCache online() {
    return cache().offline(false).build();
  }

  private ModelCache offline() {
    return cache().offline(true).build();
  }

  private ModelCache.Builder cache() {
    Map<String, String> variables =
        Map.of(
            "TFHUB_CACHE_DIR", directory.resolve("tfhub").toString(),
            "INCEPTION_V2_CACHE", directory.resolve("cache").toString());
    return ModelCache.builder(new Environment(name -> null, variables::get));
  }

  private static void assertGolden(ModelSource source) throws IOException {
    JsonObject expected = Golden.inference().get(0);
    ImageSource image = ImageSource.ofRgb(Golden.image(0, 224, 224), ImageSize.square(224));
    try (InceptionV2 model = InceptionV2.load(source)) {
      Numbers.assertClose(
          Golden.floats(expected.get("features")), model.featureVector(image), 2e-4);
      if (model.info().classCount() > 0) {
        Numbers.assertClose(Golden.floats(expected.get("logits")), model.logits(image), 2e-4);
      }
    }
  }
}
