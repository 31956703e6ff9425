package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.Labels;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

  private static final double EXACT = 1e-12;

  @TempDir Path directory;

  /** Returns an evaluation of three classes whose results were counted by hand. */
  static Evaluation byHand() {
    Tally tally = tally("a", "b", "c");
    tally.add(Path.of("1.jpg"), 0, new float[] {2, 1, 0});
    tally.add(Path.of("2.jpg"), 0, new float[] {0, 2, 1});
    tally.add(Path.of("3.jpg"), 0, new float[] {1, 1, 0});
    tally.add(Path.of("4.jpg"), 1, new float[] {0, 3, 0});
    tally.add(Path.of("5.jpg"), 1, new float[] {0, 0, 1});
    tally.add(Path.of("6.jpg"), 2, new float[] {5, 0, 0});
    return Evaluation.of(tally);
  }

  @Test
  void of_threeClasses_matchesCountsByHand() {
    Evaluation evaluation = byHand();

    assertEquals(6, evaluation.imageCount());
    assertEquals(0.5, evaluation.top1());
    assertEquals(1, evaluation.top5());
    assertEquals(List.of("a", "b", "c"), evaluation.labels());
    assertEquals(List.of("a", "b", "c"), evaluation.predictedLabels());
    assertEquals(
        List.of(List.of(2, 1, 0), List.of(0, 1, 1), List.of(1, 0, 0)), evaluation.confusion());
    assertEquals(
        List.of(
            new Evaluation.ClassResult("a", 3, 3, 2 / 3.0, 2 / 3.0),
            new Evaluation.ClassResult("b", 2, 2, 0.5, 0.5),
            new Evaluation.ClassResult("c", 1, 1, 0, 0)),
        evaluation.perClass());
    assertEquals("6 images: top-1 50.0 %, top-5 100.0 %, loss 1.723", evaluation.toString());
  }

  @Test
  void mistakes_mostConfident_comeFirst() {
    List<Evaluation.Mistake> mistakes = byHand().mistakes();

    assertEquals(
        List.of("6.jpg", "2.jpg", "5.jpg"),
        mistakes.stream().map(mistake -> mistake.file().toString()).toList());
    assertEquals("c", mistakes.get(0).label());
    assertEquals("a", mistakes.get(0).predicted());
    assertEquals(1 / (1 + 2 * Math.exp(-5)), mistakes.get(0).probability(), EXACT);
  }

  @Test
  void meanLoss_knownProbabilities_isTheMeanNegativeLogarithm() {
    float three = (float) Math.log(3);
    Tally tally = tally("a", "b");
    tally.add(Path.of("half"), 0, new float[] {0, 0});
    tally.add(Path.of("three quarters"), 0, new float[] {three, 0});
    tally.add(Path.of("one quarter"), 1, new float[] {1000 + three, 1000});

    double expected = (Math.log(2) + Math.log(4 / 3.0) + Math.log(4)) / 3;
    assertEquals(expected, Evaluation.of(tally).meanLoss(), 2e-5);
  }

  @Test
  void top5_sevenClasses_excludesTheSixth() {
    Tally tally = tally("a", "b", "c", "d", "e", "f", "g");
    float[] falling = {7, 6, 5, 4, 3, 2, 1};
    tally.add(Path.of("first"), 0, falling);
    tally.add(Path.of("fifth"), 4, falling);
    tally.add(Path.of("sixth"), 5, falling);
    tally.add(Path.of("fifth of equal ones"), 4, new float[7]);
    tally.add(Path.of("sixth of equal ones"), 5, new float[7]);

    assertEquals(0.6, Evaluation.of(tally).top5(), EXACT);
    assertEquals(0.2, Evaluation.of(tally).top1(), EXACT);
  }

  @Test
  void of_modelWithMoreClassesInAnotherOrder_othersShareOneColumn() {
    ClassMap classes = ClassMap.of(List.of("a", "b"), Labels.of(List.of("x", "b", "y", "a")));
    Tally tally = new Tally(classes);
    tally.add(Path.of("right"), 0, new float[] {0, 0, 0, 1});
    tally.add(Path.of("x"), 0, new float[] {1, 0, 0, 0});
    tally.add(Path.of("y"), 1, new float[] {0, 0, 2, 0});
    tally.add(Path.of("a"), 1, new float[] {0, 0, 0, 3});
    Evaluation evaluation = Evaluation.of(tally);

    assertEquals(List.of("a", "b", "other"), evaluation.predictedLabels());
    assertEquals(List.of(List.of(1, 0, 1), List.of(1, 0, 1)), evaluation.confusion());
    assertEquals(new Evaluation.ClassResult("a", 2, 2, 0.5, 0.5), evaluation.perClass().get(0));
    assertEquals(
        List.of("a", "y", "x"),
        evaluation.mistakes().stream().map(Evaluation.Mistake::predicted).toList());
  }

  @Test
  void of_noImages_isZero() {
    Evaluation evaluation = Evaluation.of(tally("a", "b"));

    assertEquals(0, evaluation.imageCount());
    assertEquals(0, evaluation.top1());
    assertEquals(0, evaluation.top5());
    assertEquals(0, evaluation.perClass().get(0).recall());
    assertTrue(Double.isNaN(evaluation.meanLoss()));
  }

  @Test
  void of_divergedModel_countsAsWrong() {
    Tally tally = tally("a", "b");
    tally.add(Path.of("nan"), 0, new float[] {0, Float.NaN});
    Evaluation evaluation = Evaluation.of(tally);

    assertEquals(0, evaluation.top1());
    assertTrue(Double.isNaN(evaluation.meanLoss()));
  }

  @Test
  void classMap_wordNetIds_tellTheCranesApart() {
    ClassMap classes = ClassMap.of(List.of("n02012849", "n03126707"), Labels.imageNet());

    assertEquals(135, classes.inModel(0));
    assertEquals(518, classes.inModel(1));
    assertEquals("n03126707", classes.name(518));
    assertEquals("tench", classes.name(1));
    assertThat("crane", "matches several classes of the model, [135, 518]");
  }

  @Test
  void classMap_invalidLabels_areNamed() {
    assertThat("flower", "unknown label \"flower\"; the model's classes: [Afghan hound,");
    assertThat("flower", "and others, 999 in all");
    var twice =
        assertThrows(
            IllegalArgumentException.class,
            () -> ClassMap.of(List.of("tench", "n01440764"), Labels.imageNet()));
    assertTrue(twice.getMessage().contains("are the same class"), twice::getMessage);
    assertThrows(IllegalArgumentException.class, () -> ClassMap.of(List.of(), Labels.imageNet()));
  }

  @Test
  void of_modelAndFiles_countsThePredictions() throws IOException {
    List<LabeledImage> images = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Path file = Files.write(directory.resolve(i + ".png"), Golden.png(i, 48, 48));
      images.add(new LabeledImage(file, i % 5));
    }
    Path broken = Files.writeString(directory.resolve("broken.jpg"), "text");
    images.add(3, new LabeledImage(broken, 0));
    Path gone = directory.resolve("gone.jpg");
    images.add(new LabeledImage(gone, 1));
    List<String> labels = List.of("a", "b", "c", "d", "e");
    List<Integer> progress = new ArrayList<>();
    try (InceptionV2 model = fiveClasses(labels)) {
      Evaluation evaluation = Evaluation.of(model, images, labels, progress::add);

      assertEquals(List.of(32, 42), progress);
      assertEquals(40, evaluation.imageCount());
      assertEquals(1, evaluation.top5());
      assertEquals(top1(model, images), evaluation.top1(), EXACT);
      assertEquals(evaluation.mistakes().size(), Math.round(40 * (1 - evaluation.top1())));
      assertEquals(
          List.of(broken, gone),
          evaluation.failures().stream().map(ImageFolder.Problem::file).toList());
      assertTrue(evaluation.failures().get(0).message().startsWith("is not a JPEG"));
      assertEquals("cannot be read: there is no such file", evaluation.failures().get(1).message());
    }
  }

  @Test
  void of_imageNetModel_findsTheFoldersClasses() throws IOException {
    List<LabeledImage> images = List.of(new LabeledImage(Fixtures.flower(), 1));
    try (InceptionV2 model = InceptionV2.load(ModelSource.untrained())) {
      Evaluation evaluation = Evaluation.of(model, images, List.of("daisy", "tench"));

      assertEquals(List.of("daisy", "tench", "other"), evaluation.predictedLabels());
      Prediction top = model.classify(Fixtures.flower(), 1).get(0);
      assertEquals(top.label(), evaluation.mistakes().get(0).predicted());
      assertEquals(top.probability(), evaluation.mistakes().get(0).probability(), 1e-6);
      var e =
          assertThrows(
              IllegalArgumentException.class, () -> Evaluation.of(model, images, List.of("daisy")));
      assertTrue(e.getMessage().contains("must have a label below 1"), e::getMessage);
    }
  }

  private InceptionV2 fiveClasses(List<String> labels) throws IOException {
    Path module = directory.resolve("module");
    ModuleWriter.write(InceptionModule.reference(5), module);
    return InceptionV2.builder(ModelSource.directory(module)).labels(Labels.of(labels)).load();
  }

  private static double top1(InceptionV2 model, List<LabeledImage> images) throws IOException {
    int right = 0;
    for (LabeledImage image : images) {
      if (image.file().toString().endsWith(".png")) {
        right += model.classify(image.file(), 1).get(0).index() == image.label() ? 1 : 0;
      }
    }
    return right / 40.0;
  }

  private static Tally tally(String... labels) {
    return new Tally(ClassMap.of(List.of(labels), Labels.of(List.of(labels))));
  }

  private static void assertThat(String label, String message) {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> ClassMap.of(List.of(label), Labels.imageNet()));
    assertTrue(e.getMessage().contains(message), e::getMessage);
  }
}
