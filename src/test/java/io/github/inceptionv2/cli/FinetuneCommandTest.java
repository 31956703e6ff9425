package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.testing.PaintedPhotos;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands {@code finetune}, {@code evaluate} and {@code uncertain} train a model and use it.
 */
class FinetuneCommandTest {

  @TempDir private Path directory;
  private String pictures;

  @BeforeEach
  void paint() throws IOException {
    pictures = PaintedPhotos.folder(directory.resolve("pictures"), 12).toString();
  }

  @Test
  void finetune_writesAModuleThatClassifiesAndCanBeTrainedFurther() throws Exception {
    Path first = directory.resolve("first");
    MainTest.Outcome outcome = train("untrained", first);

    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("wrote " + first + ": top-1 "), outcome.out());
    assertTrue(outcome.err().contains("logits fitted: L2 "), outcome.err());
    assertTrue(Files.readString(first.resolve("README.md")).contains("| classes | rings, stripes"));
    assertTrue(Files.readString(first.resolve("README.md")).contains("| logits fitted with | L2 "));
    assertTrue(Files.readString(first.resolve("report.html")).contains("Regularization"));
    JsonObject report =
        JsonParser.parseString(Files.readString(first.resolve("report.json"))).getAsJsonObject();
    assertEquals(0, report.getAsJsonArray("epochs").size());
    JsonObject fit = report.getAsJsonArray("headFit").get(0).getAsJsonObject();
    assertTrue(fit.getAsJsonArray("trials").size() >= 5);
    assertEquals("cross-validation", fit.get("judgedBy").getAsString());
    assertFalse(Files.exists(directory.resolve("first.checkpoint")));
    try (InceptionV2 model = InceptionV2.load(first)) {
      List<Prediction> top = model.classify(directory.resolve("pictures/rings/rings-0.png"));
      assertEquals("rings", top.get(0).label());
    }

    // The same labels keep the logits, so a learning rate of 0 changes nothing.
    Path second = directory.resolve("second");
    String[] nothing = {"--mode", "frozen", "--epochs", "1", "--learning-rate", "0"};
    MainTest.Outcome again = train(first.toString(), second, nothing);
    assertEquals(0, again.code(), again.err());
    assertArrayEquals(variables(first), variables(second));
  }

  @Test
  void evaluate_json_hasTheDocumentedMembers() {
    Path module = directory.resolve("module");
    assertEquals(0, train("untrained", module, "--mode", "head").code());
    JsonObject evaluation = evaluate(module);

    assertEquals(24, evaluation.get("images").getAsInt());
    assertEquals(1.0, evaluation.get("top5").getAsDouble());
    assertEquals(2, evaluation.getAsJsonArray("perClass").size());
    assertTrue(evaluation.has("confusion"));
    MainTest.Outcome text =
        MainTest.run("evaluate", "--model", module.toString(), "--images", pictures);
    assertTrue(text.out().startsWith("24 images: top-1 "), text.out());
  }

  @Test
  void finetune_listFoldsWeightsAndMetrics_areUsed() throws Exception {
    Path list = directory.resolve("list.csv");
    StringBuilder lines = new StringBuilder("file,label\n");
    for (String label : List.of("rings", "stripes")) {
      for (int i = 0; i < 12; i++) {
        lines.append("pictures/" + label + "/" + label + "-" + i + ".png," + label + "\n");
      }
    }
    pictures = Files.writeString(list, lines).toString();
    Path module = directory.resolve("module");
    MainTest.Outcome head = train("untrained", module, "--folds=3", "--class-weight=rings=2");

    assertEquals(0, head.code(), head.err());
    assertTrue(
        head.out().matches("(?s)3-fold cross-validation of 2\\d images: top-1 .*"), head.out());
    String card = Files.readString(module.resolve("README.md"));
    assertTrue(card.contains("| top-1 by cross-validation | "), card);
    assertTrue(card.contains("class weights: {rings=2.0}"), card);
    Path metrics = directory.resolve("metrics.jsonl");
    Path board = directory.resolve("board");
    MainTest.Outcome frozen =
        train(
            module.toString(),
            directory.resolve("more"),
            "--mode=frozen",
            "--epochs=2",
            "--metrics=" + metrics,
            "--tensorboard=" + board);
    assertEquals(0, frozen.code(), frozen.err());
    assertEquals(2, Files.readAllLines(metrics).size());
    assertTrue(Files.isDirectory(board));
  }

  @ParameterizedTest
  @CsvSource({
    "--folds=1, --folds (1) must be from 2 to 20",
    "--metrics=pom.xml --mode=full, --metrics (pom.xml) exists and is not a JSON Lines file",
    "--metrics=m.jsonl, --metrics and --tensorboard need epochs",
    "--folds=3 --mode=full, --folds needs --mode head with --optimizer lbfgs",
    "--class-weight=rings=0, 'weight of class \"rings\" (0.0) must be from 0.001 to 1000.0'",
    "--class-weight=rings, should be in KEY=VALUE format",
    "--class-weight=roses=2, 'unknown class \"roses\" in class weights; expected one of"
        + " [rings, stripes]'"
  })
  void finetune_valueOutOfRange_isNamed(String options, String expected) {
    MainTest.Outcome outcome = train("untrained", directory.resolve("module"), options.split(" "));

    assertTrue(outcome.code() > 0, outcome.out());
    assertTrue(outcome.err().contains(expected), outcome.err());
  }

  @Test
  void finetune_calibrate_storesRangesBesideTheReport() throws Exception {
    Path module = directory.resolve("module");
    MainTest.Outcome outcome = train("untrained", module, "--calibrate");

    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().matches("(?s).*calibrated for int8 on \\d+ images.*"), outcome.err());
    assertTrue(Files.exists(module.resolve("report.html")));
    MainTest.Outcome info = MainTest.run("info", "--model", module.toString());
    assertTrue(info.out().contains("int8        calibrated"), info.out());
  }

  @Test
  void uncertain_images_listsLeastConfidentFirst() throws Exception {
    Path module = directory.resolve("module");
    assertEquals(0, train("untrained", module).code());
    String rings = pictures + "/rings";
    String stripes = pictures + "/stripes";
    MainTest.Outcome text =
        MainTest.run("uncertain", "--model", module.toString(), "--count=3", rings, stripes);

    assertEquals(0, text.code(), text.err());
    List<String> lines = text.out().lines().toList();
    assertEquals(3, lines.size(), text.out());
    assertTrue(lines.get(0).matches("0\\.\\d{4}  \\S+\\.png  \\w+ .* %, \\w+ .* %"), text.out());
    assertEquals(lines.stream().sorted().toList(), lines);
    MainTest.Outcome json =
        MainTest.run(
            "uncertain", "--model", module.toString(), "--count=1", "--format=json", rings);
    JsonObject entry = JsonParser.parseString(json.out()).getAsJsonObject();
    assertEquals(2, entry.getAsJsonArray("predictions").size());
  }

  @Test
  void killedProcess_resumesToTheSameModule() throws Exception {
    String[] options = {"--mode", "full", "--epochs", "4", "--batch-size", "4"};
    Path unbroken = directory.resolve("unbroken");
    assertEquals(0, train("untrained", unbroken, options).code());
    Path broken = directory.resolve("broken");
    int epochs = new Random().nextInt(3) + 1;
    killAfter(epochs, command("untrained", broken, options));
    assertFalse(Files.exists(broken), "finished before it was killed");

    MainTest.Outcome outcome = train("untrained", broken, options);

    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("resuming at step 1 of epoch "), outcome.err());
    assertArrayEquals(variables(unbroken), variables(broken));
  }

  /** Other programs may have files where the checkpoints would be. */
  @ParameterizedTest
  @ValueSource(strings = {"module/notes.txt", "steps/step-1/model.pt", "report.html", "a.bin"})
  void foreignFiles_besideTheOutput_areRefusedAndStay(String name) throws IOException {
    Path foreign = directory.resolve("model.checkpoint").resolve(name);
    Files.createDirectories(foreign.getParent());
    Files.writeString(foreign, "mine");
    String[] arguments = {"--mode", "head"};
    for (String restart : List.of("--seed=1", "--restart")) {
      List<String> all =
          new ArrayList<>(command("untrained", directory.resolve("model"), arguments));
      all.add(restart);
      MainTest.Outcome outcome = MainTest.run(all.toArray(String[]::new));

      assertEquals(1, outcome.code());
      String expected = "error: " + directory.resolve("model.checkpoint") + ": contains ";
      assertTrue(outcome.err().startsWith(expected), outcome.err());
      assertFalse(outcome.err().contains("images for training"), "read first: " + outcome.err());
    }
    assertEquals("mine", Files.readString(foreign));
  }

  @ParameterizedTest
  @CsvSource({
    "--mode head --model fresh, needs a trained model",
    "--mode full --stages 64:1 --epochs 3, omit --size and --epochs",
    "--epochs 3, '--epochs needs --optimizer sgd, momentum, nesterov or adam'",
    "--warm-up 1, --warm-up needs --optimizer",
    "--patience 2, --patience needs --optimizer",
    "--mode full --optimizer lbfgs, --optimizer lbfgs needs --mode head",
    "--balance sampling, --balance sampling needs --optimizer",
    "--mode full --stages 64, is not a stage",
    "--mode full --dropout 2, dropout (2.0) must be from 0.0 to 0.9",
    "--gpu-memory 0, --gpu-memory (0) must be at least 1",
    "--device tpu, 'device (TPU) must be CPU, GPU, or a numbered GPU'",
    "--threads 0, --threads (0) must be from 1 to 1024",
    "--optimizer magic, 'is not one of lbfgs, sgd, momentum, nesterov, adam'",
  })
  void mistakes_areNamed(String arguments, String expected) {
    List<String> all = new ArrayList<>(List.of("finetune", "--images", pictures));
    all.addAll(List.of("--out", directory.resolve("out").toString()));
    all.addAll(List.of(arguments.split(" ")));
    MainTest.Outcome outcome = MainTest.run(all.toArray(String[]::new));

    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains(expected), outcome.err());
  }

  private JsonObject evaluate(Path module) {
    MainTest.Outcome outcome =
        MainTest.run(
            "evaluate", "--model", module.toString(), "--images", pictures, "--format", "json");
    assertEquals(0, outcome.code(), outcome.err());
    return JsonParser.parseString(outcome.out()).getAsJsonObject();
  }

  private MainTest.Outcome train(String model, Path out, String... options) {
    return MainTest.run(command(model, out, options).toArray(String[]::new));
  }

  private List<String> command(String model, Path out, String... options) {
    List<String> command = new ArrayList<>(List.of("finetune", "--images", pictures));
    command.addAll(List.of("--out", out.toString(), "--model", model, "--size", "64"));
    command.addAll(List.of(options));
    return command;
  }

  /** Runs {@code arguments} in another JVM and kills it after {@code epochs} epochs. */
  private static void killAfter(int epochs, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("epoch " + epochs + " of ")) {
        line = lines.readLine();
      }
      process.destroyForcibly().waitFor();
    }
  }

  private static byte[] variables(Path module) throws IOException {
    return Files.readAllBytes(module.resolve("variables/variables.data-00000-of-00001"));
  }
}
