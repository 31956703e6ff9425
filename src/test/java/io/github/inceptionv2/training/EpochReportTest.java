package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EpochReportTest {

  @Test
  void toString_withAndWithoutValidation_isOneLine() {
    assertEquals(
        "epoch 3/10: loss 0.412, accuracy 87.2 %, validation 90.1 %",
        report(3, 0.872, OptionalDouble.of(0.901), 0).toString());
    assertEquals(
        "epoch 3/10: loss 0.412, accuracy 87.2 %",
        report(3, 0.872, OptionalDouble.empty(), 0).toString());
  }

  @Test
  void constructor_outOfRange_isRefused() {
    OptionalDouble none = OptionalDouble.empty();
    assertThrows(IllegalArgumentException.class, () -> report(0, 0.5, none, 0));
    assertThrows(IllegalArgumentException.class, () -> report(11, 0.5, none, 0));
    assertThrows(IllegalArgumentException.class, () -> report(1, 1.5, none, 0));
    assertThrows(IllegalArgumentException.class, () -> report(1, Double.NaN, none, 0));
    assertThrows(IllegalArgumentException.class, () -> report(1, 0.5, OptionalDouble.of(-1), 0));
    assertThrows(IllegalArgumentException.class, () -> report(1, 0.5, none, 1.01));
    assertThrows(NullPointerException.class, () -> report(1, 0.5, null, 0));
  }

  @Test
  void labeledImage_outOfRange_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LabeledImage(Path.of("a"), -1));
    assertThrows(NullPointerException.class, () -> new LabeledImage(null, 0));
  }

  private static EpochReport report(
      int epoch, double accuracy, OptionalDouble validationAccuracy, double waitingShare) {
    return new EpochReport(
        epoch,
        10,
        224,
        0.01,
        0.412,
        accuracy,
        OptionalDouble.empty(),
        validationAccuracy,
        100,
        waitingShare,
        Duration.ofSeconds(10));
  }
}
