package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.Labels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReliabilityTest {

  private static final List<String> LABELS = List.of("a", "b");
  private static final Path FILE = Path.of("a.jpg");

  /** Returns logits whose first class has the given probability. */
  private static float[] logits(double probability) {
    return new float[] {(float) Math.log(probability / (1 - probability)), 0};
  }

  private static Evaluation evaluation(double probability, int right, int wrong) {
    Tally tally = new Tally(ClassMap.of(LABELS, Labels.of(LABELS)));
    for (int i = 0; i < right + wrong; i++) {
      tally.add(FILE, i < right ? 0 : 1, logits(probability));
    }
    return Evaluation.of(tally);
  }

  @Test
  void calibrationError_confidenceEqualsAccuracy_isZero() {
    Evaluation evaluation = evaluation(0.8, 8, 2);

    assertEquals(0, evaluation.calibrationError(), 1e-6);
    assertEquals(1, evaluation.reliability().size());
    assertEquals(0.8, evaluation.reliability().get(0).confidence(), 1e-6);
    assertEquals(0.8, evaluation.reliability().get(0).accuracy(), 1e-9);
    assertEquals(10, evaluation.reliability().get(0).imageCount());
  }

  @Test
  void calibrationError_overconfident_isTheDifference() {
    assertEquals(0.4, evaluation(0.9, 5, 5).calibrationError(), 1e-6);
  }

  /** Two groups are off by a tenth in opposite directions, which must not cancel out. */
  @Test
  void calibrationError_oppositeErrors_doNotCancel() {
    Tally tally = new Tally(ClassMap.of(LABELS, Labels.of(LABELS)));
    for (int i = 0; i < 10; i++) {
      tally.add(FILE, i < 8 ? 0 : 1, logits(0.9));
      tally.add(FILE, i < 7 ? 0 : 1, logits(0.6));
    }
    Evaluation evaluation = Evaluation.of(tally);

    assertEquals(0.1, evaluation.calibrationError(), 1e-6);
    assertEquals(2, evaluation.reliability().size());
    assertTrue(evaluation.reliability().get(0).confidence() < 0.61);
    assertTrue(evaluation.toJson().contains("\"calibrationError\":0.1"), evaluation.toJson());
  }

  @Test
  void calibrationError_certainPrediction_isInTheLastBin() {
    Tally tally = new Tally(ClassMap.of(LABELS, Labels.of(LABELS)));
    tally.add(FILE, 0, new float[] {100, 0});

    assertEquals(0, Evaluation.of(tally).calibrationError());
  }

  @Test
  void calibrationError_noImages_isNaN() {
    Evaluation evaluation = Evaluation.of(new Tally(ClassMap.of(LABELS, Labels.of(LABELS))));

    assertTrue(Double.isNaN(evaluation.calibrationError()));
    assertEquals(List.of(), evaluation.reliability());
  }
}
