package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.inceptionv2.Labels;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {

  @TempDir Path directory;

  @Test
  void evaluation_threeClasses_hasTheDocumentedMembers() {
    JsonObject json = parse(EvaluationTest.byHand().toJson());

    assertEquals(
        Set.of(
            "images",
            "top1",
            "top5",
            "top1Interval",
            "top5Interval",
            "meanLoss",
            "calibrationError",
            "calibrationErrorByChance",
            "reliability",
            "perClass",
            "confusion",
            "mistakes",
            "failures"),
        json.keySet());
    assertEquals(6, json.get("images").getAsInt());
    assertEquals(0.5, json.get("top1").getAsDouble());
    assertEquals(1, json.get("top5").getAsDouble());
    assertEquals(EvaluationTest.byHand().meanLoss(), json.get("meanLoss").getAsDouble());
    assertEquals(
        Set.of(
            "label",
            "images",
            "taken",
            "precision",
            "recall",
            "precisionInterval",
            "recallInterval"),
        json.getAsJsonArray("perClass").get(1).getAsJsonObject().keySet());
    assertEquals(
        Interval.wilson(3, 6).low(), json.getAsJsonObject("top1Interval").get("low").getAsDouble());
    assertEquals(
        parse(
            "{'labels': ['a', 'b', 'c'], 'predicted': ['a', 'b', 'c'],"
                + "'counts': [[0, 0, 2], [0, 1, 1], [1, 1, 1], [1, 2, 1], [2, 0, 1]]}"),
        json.get("confusion"));
    assertEquals(0, json.getAsJsonArray("failures").size());
    JsonObject mistake = json.getAsJsonArray("mistakes").get(0).getAsJsonObject();
    assertEquals(Set.of("file", "label", "predicted", "probability"), mistake.keySet());
    assertEquals("6.jpg", mistake.get("file").getAsString());
  }

  @Test
  void evaluation_fiveThousandClasses_isSmall() {
    List<String> labels = IntStream.range(0, 5000).mapToObj(i -> "class " + i).toList();
    Tally tally = new Tally(ClassMap.of(labels, Labels.of(labels)));
    float[] logits = new float[5000];
    for (int i = 0; i < 5000; i++) {
      logits[i] = 1;
      tally.add(Path.of(i + ".jpg"), i, logits);
      logits[i] = 0;
    }
    String json = Evaluation.of(tally).toJson();

    assertTrue(json.length() < 2_000_000, () -> json.length() + " characters");
    assertEquals(5000, Evaluation.of(tally).confusion().get(17).size());
  }

  @Test
  void report_twoEpochs_usesTheNamesOfTheRecord() throws IOException {
    Path file = directory.resolve("new/report.json");
    TrainingReport.of("flowers", List.of(epoch(1), epoch(2)), EvaluationTest.byHand())
        .writeJson(file);
    JsonObject json = parse(Files.readString(file));

    assertEquals(
        Set.of(
            "title", "evaluatedOn", "startedFrom", "keptEpoch", "epochs", "headFit", "evaluation"),
        json.keySet());
    assertEquals("flowers", json.get("title").getAsString());
    assertEquals(
        parse(
            "{'epoch': 2, 'epochs': 2, 'imageSize': 224, 'learningRate': 0.01, 'loss': null,"
                + "'accuracy': 0.5, 'validationLoss': 0.7, 'validationAccuracy': null,"
                + "'imagesPerSecond': 21.5, 'waitingShare': 0.25, 'seconds': 61.5}"),
        json.getAsJsonArray("epochs").get(1));
    assertEquals(parse(EvaluationTest.byHand().toJson()), json.get("evaluation"));
  }

  @Test
  void evaluation_namesWithQuotes_areReadBackTheSame() {
    List<String> labels = List.of("a \"b\" \\ <c>", "ä\n");
    Tally tally = new Tally(ClassMap.of(labels, Labels.of(labels)));
    tally.add(Path.of("ä \"1\".jpg"), 0, new float[] {0, 1});
    JsonObject json = parse(Evaluation.of(tally).toJson());

    JsonObject mistake = json.getAsJsonArray("mistakes").get(0).getAsJsonObject();
    assertEquals("ä \"1\".jpg", mistake.get("file").getAsString());
    assertEquals(labels.get(0), mistake.get("label").getAsString());
    assertEquals(labels.get(1), mistake.get("predicted").getAsString());
  }

  @Test
  void writeJson_existingFile_isReplacedAndNothingElseIsLeft() throws IOException {
    Path file = Files.writeString(directory.resolve("evaluation.json"), "old");
    EvaluationTest.byHand().writeJson(file);

    assertEquals(6, parse(Files.readString(file)).get("images").getAsInt());
    assertEquals(List.of("evaluation.json"), List.of(directory.toFile().list()));
  }

  @Test
  void writeJson_directoryInTheWay_staysAndNothingElseIsLeft() throws IOException {
    Path file = Files.createDirectory(directory.resolve("evaluation.json"));
    Files.createFile(file.resolve("content"));

    assertThrows(IOException.class, () -> EvaluationTest.byHand().writeJson(file));
    assertEquals(List.of("evaluation.json"), List.of(directory.toFile().list()));
    assertTrue(Files.exists(file.resolve("content")));
  }

  /** Simulates an application without the optional dependency. */
  @Test
  void toJson_withoutGson_saysWhatIsMissing() throws Exception {
    try (URLClassLoader without =
        new URLClassLoader(classPathWithoutGson(), ClassLoader.getPlatformClassLoader())) {
      Method make = without.loadClass(getClass().getName() + "$Maker").getMethod("json");
      var e = assertThrows(InvocationTargetException.class, () -> make.invoke(null));

      assertInstanceOf(UnsupportedOperationException.class, e.getCause());
      assertTrue(e.getCause().getMessage().contains("com.google.code.gson:gson"));
    }
  }

  /** Uses none of this test's own dependencies. */
  public static final class Maker {
    private Maker() {}

    public static String json() {
      List<String> labels = List.of("a", "b");
      return Evaluation.of(new Tally(ClassMap.of(labels, Labels.of(labels)))).toJson();
    }
  }

  private static URL[] classPathWithoutGson() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !new File(entry).getName().startsWith("gson"))
        .map(JsonTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static EpochReport epoch(int number) {
    return new EpochReport(
        number,
        2,
        224,
        0.01,
        Double.NaN,
        0.5,
        OptionalDouble.of(0.7),
        OptionalDouble.empty(),
        21.5,
        0.25,
        Duration.ofMillis(61_500));
  }

  private static JsonObject parse(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
