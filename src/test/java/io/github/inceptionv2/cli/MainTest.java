package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.inceptionv2.ImageSize;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  private static final String FLOWER = Fixtures.flower().toString();

  @TempDir Path directory;

  record Outcome(int code, String out, String err) {
    List<JsonObject> objects() {
      return out.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }
  }

  static Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(out, err, args);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void runtime_saysWhatModelsRunOn() {
    Outcome usual = run("runtime", "--device", "CPU");
    assertEquals(0, usual.code(), usual.err());
    assertTrue(usual.out().contains("runs on       CPU:0"), usual.out());
    assertTrue(usual.out().contains("optimized     yes"), usual.out());
    assertTrue(usual.out().contains("precision     float32"), usual.out());
    Outcome plain = run("runtime", "--no-optimized");
    assertEquals(0, plain.code(), plain.err());
    assertTrue(plain.out().contains("optimized     no"), plain.out());
  }

  @Test
  void runtime_precision_isTheRequestedOneOrFloat32() {
    Outcome wished = run("runtime", "--precision", "INT8");
    assertEquals(0, wished.code(), wished.err());
    boolean isInt8 = wished.out().contains("precision     int8");
    assertTrue(isInt8 || wished.err().contains("precision int8 is not available"), wished.err());
    Outcome required = run("runtime", "--precision", "int8", "--require-precision");
    assertEquals(isInt8 ? 0 : 1, required.code(), required.err());
  }

  @Test
  void invalidRuntimeOptions_exitWithTwo() {
    for (String[] bad :
        List.of(
            new String[] {"runtime", "--threads", "0"},
            new String[] {"runtime", "--threads", "many"},
            new String[] {"runtime", "--threads", "1", "--parallel", "2"},
            new String[] {"runtime", "--precision", "int4"},
            new String[] {"runtime", "--require-precision", "--require-precision"},
            new String[] {"runtime", "--device", "TPU"})) {
      Outcome outcome = run(bad);
      assertEquals(2, outcome.code(), outcome.err());
      assertTrue(outcome.err().contains(bad[2]), outcome.err());
    }
  }

  @Test
  void classify_text_namesClassesAndSaysTheyMeanNothing() {
    Outcome outcome = run("classify", "--model", "untrained", "--top", "3", FLOWER);

    assertEquals(0, outcome.code());
    assertEquals(4, outcome.out().lines().count());
    assertEquals(FLOWER, outcome.out().lines().findFirst().orElseThrow());
    assertTrue(outcome.err().contains("results mean nothing"), outcome.err());
  }

  @Test
  void classify_jsonOfAllClasses_hasTheGoldenLogits() throws IOException {
    String image = formulaPng(0, 192, 160).toString();
    Outcome outcome =
        run(
            "classify",
            "--model",
            "untrained",
            "--top",
            "1001",
            "--preprocessing",
            "hub",
            "--size",
            "160x192",
            "--format",
            "json",
            image);
    JsonObject result = outcome.objects().get(0);
    float[] logits = new float[1001];
    for (JsonObject prediction : Golden.objects(result.getAsJsonArray("predictions"))) {
      logits[prediction.get("index").getAsInt()] = prediction.get("logit").getAsFloat();
      assertEquals(
          Set.of("index", "label", "wordNetId", "probability", "logit"), prediction.keySet());
    }

    assertEquals(Set.of("image", "model", "predictions"), result.keySet());
    assertEquals(image, result.get("image").getAsString());
    assertEquals("untrained", result.get("model").getAsString());
    Numbers.assertClose(golden(192, "logits"), logits, 2e-4);
  }

  @Test
  void features_json_hasTheGoldenFeatures() throws IOException {
    String image = formulaPng(0, 128, 128).toString();
    Outcome outcome =
        run(
            "features",
            "--model",
            "untrained",
            "--preprocessing",
            "HUB",
            "--size",
            "128x128",
            "--format",
            "json",
            image);
    JsonObject result = outcome.objects().get(0);

    assertEquals(0, outcome.code());
    Numbers.assertClose(golden(128, "features"), Golden.floats(result.get("features")), 2e-4);
  }

  @Test
  void features_text_hasOneLinePerImage() {
    Outcome outcome = run("features", "--model", "untrained", FLOWER, FLOWER);

    assertEquals(2, outcome.out().lines().count());
    assertEquals(1025, outcome.out().lines().findFirst().orElseThrow().split(" ").length);
  }

  @Test
  void classify_badFilesAmongGood_processesTheOthers() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jpg"), "text");
    String none = directory.resolve("none.jpg").toString();
    Outcome outcome =
        run(
            "classify",
            "--model",
            "untrained",
            "--format",
            "json",
            FLOWER,
            text.toString(),
            none,
            FLOWER);
    List<JsonObject> results = outcome.objects();

    assertEquals(1, outcome.code());
    assertEquals(4, results.size());
    assertTrue(results.get(0).has("predictions"));
    assertEquals(Set.of("image", "error"), results.get(1).keySet());
    assertTrue(results.get(1).get("error").getAsString().contains("is not a JPEG"));
    assertTrue(results.get(2).get("error").getAsString().contains("there is no such file"));
    assertTrue(results.get(3).has("predictions"));
  }

  @Test
  void classify_directory_takesItsImagesInOrder() throws IOException {
    Files.copy(Fixtures.flower(), directory.resolve("b.JPG"));
    Files.copy(Fixtures.flower(), directory.resolve("a.jpeg"));
    Files.writeString(directory.resolve("readme.txt"), "not an image");
    Outcome outcome =
        run("classify", "--model", "untrained", "--format", "json", directory.toString());

    assertEquals(0, outcome.code());
    assertEquals(
        List.of(directory.resolve("a.jpeg").toString(), directory.resolve("b.JPG").toString()),
        outcome.objects().stream().map(result -> result.get("image").getAsString()).toList());
  }

  @Test
  void classify_directoryWithoutImages_fails() {
    Outcome outcome = run("classify", "--model", "untrained", directory.toString());

    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("no image in [" + directory + "]"), outcome.err());
  }

  @Test
  void classify_moreThanAllClasses_hasAllAndBackgroundWithoutWordNetId() {
    Outcome outcome =
        run("classify", "--model", "untrained", "--top", "5000", "--format", "json", FLOWER);
    JsonObject background =
        Golden.objects(outcome.objects().get(0).getAsJsonArray("predictions")).stream()
            .filter(prediction -> prediction.get("index").getAsInt() == 0)
            .findFirst()
            .orElseThrow();

    assertEquals(1001, outcome.objects().get(0).getAsJsonArray("predictions").size());
    assertEquals("background", background.get("label").getAsString());
    assertTrue(background.get("wordNetId").isJsonNull());
  }

  @Test
  void convert_untrained_writesAModuleThatIsStillUntrained() {
    String module = directory.resolve("module").toString();
    Outcome converted = run("convert", "--from", "untrained", "--to", module);
    Outcome again = run("convert", "--from", "untrained", "--to", module);
    Outcome info = run("info", "--model", module, "--format", "json");
    Outcome classified = run("classify", "--model", module, FLOWER);

    assertEquals(0, converted.code(), converted.err());
    assertEquals(1, again.code());
    assertTrue(again.err().contains("already exists"), again.err());
    assertEquals(1001, info.objects().get(0).get("classes").getAsInt());
    assertTrue(info.objects().get(0).get("isUntrained").getAsBoolean());
    assertEquals(0, classified.code());
    assertTrue(classified.err().contains("results mean nothing"), classified.err());
  }

  @Test
  void info_text_listsEndpoints() {
    Outcome outcome = run("info", "--model", "untrained");

    assertEquals(0, outcome.code());
    assertTrue(outcome.out().contains("untrained: results mean nothing"), outcome.out());
    assertTrue(outcome.out().contains("  Mixed_5c\n"), outcome.out());
  }

  @Test
  void classify_fiveClasses_needsTheirLabels() throws IOException {
    Path module = directory.resolve("five");
    ModuleWriter.write(InceptionModule.reference(5), module);
    Path labels = Files.writeString(directory.resolve("labels.txt"), "a\nb\nc\nd\ne\n");
    Outcome without = run("classify", "--model", module.toString(), FLOWER);
    Outcome with =
        run(
            "classify",
            "--model",
            module.toString(),
            "--labels",
            labels.toString(),
            "--top",
            "5",
            FLOWER);

    assertEquals(1, without.code());
    assertTrue(without.err().contains("5 logits, but there are 1001 labels"), without.err());
    assertTrue(without.err().contains("--labels FILE"), without.err());
    assertEquals(0, with.code(), with.err());
    assertEquals(6, with.out().lines().count());
    assertEquals(
        List.of("a", "b", "c", "d", "e"),
        with.out().lines().skip(1).map(line -> line.replaceAll(".*% +", "")).sorted().toList());
  }

  @Test
  void info_labels_saysWhereTheyComeFrom() throws IOException {
    Path labelled = directory.resolve("labelled");
    Path bare = directory.resolve("bare");
    Path features = directory.resolve("features");
    ModuleWriter.write(
        InceptionModule.trained(
            2, new ReferenceWeights(2), new InputSize(224, 224), List.of("a", "b")),
        labelled);
    ModuleWriter.write(InceptionModule.reference(2), bare);
    ModuleWriter.write(InceptionModule.reference(0), features);

    assertLabels("labels      from the module", labelled.toString(), true);
    assertLabels("labels      none: give --labels FILE to classify", bare.toString(), false);
    assertLabels("labels      none", features.toString(), false);
    assertLabels("labels      from ImageNet", "untrained", false);
  }

  private static void assertLabels(String line, String model, boolean hasLabels) {
    Outcome text = run("info", "--model", model);
    Outcome json = run("info", "--model", model, "--format", "json");

    assertTrue(text.out().lines().toList().contains(line), text.out());
    assertEquals(hasLabels, json.objects().get(0).get("hasLabels").getAsBoolean());
  }

  @Test
  void misuse_invalidPath_isNamed() {
    Outcome outcome = run("classify", "--model", "untrained", "a\0b.jpg");

    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("is not a valid path"), outcome.err());
  }

  @Test
  void size_longAndNarrow_isAccepted() {
    assertEquals(
        ImageSize.ofWidth(32).height(131_072),
        new ImageArguments.SizeConverter().convert("32x131072"));
  }

  @Test
  void classify_noSuchModel_saysWhatIsExpected() {
    Path none = directory.resolve("none");
    Outcome outcome = run("classify", "--model", none.toString(), FLOWER);

    assertEquals(1, outcome.code());
    assertEquals(
        "error: "
            + none
            + ": there is no such directory; expected a module's directory, with saved_model.pb in"
            + " it\n",
        outcome.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classify",
        "classify --model untrained",
        "classify --model untrained --top 0 x.jpg",
        "classify --model untrained --top many x.jpg",
        "classify --model untrained --size 224 x.jpg",
        "classify --model untrained --size 16x16 x.jpg",
        "classify --model untrained --preprocessing best x.jpg",
        "classify --model untrained --format xml x.jpg",
        "features --model untrained --top 5 x.jpg",
        "info",
        "convert --from untrained",
        "fetch imagenet untrained",
        "cache",
        "cache remove",
        "cache paint",
        "",
      })
  void misuse_anyKind_exitsWithTwoAndSaysWhereHelpIs(String line) {
    Outcome outcome = run(line.isEmpty() ? new String[0] : line.split(" "));

    assertEquals(2, outcome.code(), outcome.err());
    if (line.isEmpty()) {
      assertTrue(outcome.err().startsWith("Usage: inception-v2 "), outcome.err());
    } else {
      assertTrue(outcome.err().startsWith("error: "), outcome.err());
      assertTrue(outcome.err().contains("\nFor help: inception-v2 "), outcome.err());
      assertTrue(outcome.err().lines().count() <= 4, outcome.err());
    }
    assertEquals("", outcome.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"paint", "--frobnicate"})
  void misuse_unknownWord_isNamed(String word) {
    Outcome outcome = run(word);

    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("'" + word + "'"), outcome.err());
  }

  @Test
  void misuse_smallSize_namesTheSmallest() {
    Outcome outcome = run("classify", "--model", "untrained", "--size", "31x32", "x.jpg");
    assertTrue(outcome.err().contains("expected at least 32x32"), outcome.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "classify", "features", "info", "convert", "fetch", "cache"})
  void help_everyCommand_exitsWithZero(String command) {
    List<String> args = new ArrayList<>(List.of(command, "--help"));
    args.remove("");
    Outcome outcome = run(args.toArray(String[]::new));

    assertEquals(0, outcome.code());
    assertTrue(outcome.out().startsWith("Usage: inception-v2"), outcome.out());
  }

  /** Each command takes all 60 photographs in one run. */
  @ParameterizedTest
  @ValueSource(strings = {"classify", "features"})
  void photographs_all_haveOneResultEach(String command) {
    String photos = Fixtures.shared("photos").toString();
    Outcome outcome = run(command, "--model", "untrained", "--format", "json", photos);

    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(60, outcome.objects().size());
    assertFalse(outcome.out().contains("error"));
    assertNull(outcome.objects().get(0).get("error"));
  }

  private static float[] golden(int height, String key) {
    return Golden.inference().stream()
        .filter(of -> of.get("height").getAsInt() == height)
        .findFirst()
        .map(of -> Golden.floats(of.get(key)))
        .orElseThrow();
  }

  private Path formulaPng(int k, int height, int width) throws IOException {
    return Files.write(directory.resolve("formula.png"), Golden.png(k, height, width));
  }
}
