package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.testing.Numbers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference's own numbers agree with each other, so further numbers may be derived. */
class MovingAveragesTest {

  /** The rounding of numbers up to 7 that were printed as float32 and doubled. */
  private static final double ROUNDING = 1e-6;

  @ParameterizedTest
  @ValueSource(strings = {MovingAverages.MEAN, MovingAverages.VARIANCE})
  void rowForOneMomentum_followsFromTheOther(String leaf) {
    for (String layer : MovingAverages.layers()) {
      Numbers.assertClose(
          MovingAverages.golden(layer, leaf, ""),
          MovingAverages.expected(layer, leaf, 0.99),
          ROUNDING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {MovingAverages.MEAN, MovingAverages.VARIANCE})
  void derivedBatchStatistics_matchTheReference(String leaf) {
    for (String layer : MovingAverages.layers()) {
      Numbers.assertClose(
          MovingAverages.goldenBatch(layer, leaf), MovingAverages.batch(layer, leaf), ROUNDING);
    }
  }
}
