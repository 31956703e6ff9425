package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.Labels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** The deviation of each possible number of successes, weighted by its probability. */
  @ParameterizedTest
  @CsvSource({"1, 0.5", "1, 0.9", "7, 0.3", "10, 0.8", "10, 0.85", "40, 0.02", "40, 0.999"})
  void meanDeviation_isThatOfAllOutcomes(int count, double probability) {
    double expected = 0;
    double ofOutcome = Math.pow(1 - probability, count);
    for (int right = 0; right <= count; right++) {
      expected += ofOutcome * Math.abs(right - count * probability);
      ofOutcome *= (double) (count - right) / (right + 1) * probability / (1 - probability);
    }

    assertEquals(expected, Reliability.meanDeviation(count, probability), 1e-9);
  }

  @Test
  void meanDeviation_certainOutcome_isZero() {
    assertEquals(0, Reliability.meanDeviation(5, 1));
    assertEquals(0, Reliability.meanDeviation(5, 0));
  }

  /** E|X - 8| of 10 trials at 0.8 is 0.9664 (2 * 9 * 10 * 0.8^9 * 0.2^2). */
  @Test
  void calibrationErrorByChance_perfectCalibration_isAboveZero() {
    Evaluation evaluation = evaluation(0.8, 8, 2);

    assertEquals(0.09664, evaluation.calibrationErrorByChance(), 1e-4);
    assertTrue(evaluation.toJson().contains("\"calibrationErrorByChance\":0.096"));
  }

  @Test
  void calibrationErrorByChance_manyImages_isSmall() {
    assertTrue(evaluation(0.8, 80_000, 20_000).calibrationErrorByChance() < 0.0015);
  }

  @Test
  void calibrationError_noImages_isNaN() {
    Evaluation evaluation = Evaluation.of(new Tally(ClassMap.of(LABELS, Labels.of(LABELS))));

    assertTrue(Double.isNaN(evaluation.calibrationError()));
    assertTrue(Double.isNaN(evaluation.calibrationErrorByChance()));
    assertEquals(List.of(), evaluation.reliability());
  }
}
