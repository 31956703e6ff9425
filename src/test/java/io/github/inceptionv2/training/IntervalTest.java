package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

  /** Values from statsmodels 0.15, {@code proportion_confint(hits, count, method="wilson")}. */
  @ParameterizedTest
  @CsvSource({
    "0, 10, 0, 0.27753279986288926",
    "1, 1, 0.2065493143772374, 1",
    "8, 10, 0.49016247153664183, 0.9433178485456247",
    "81, 263, 0.2552885198782742, 0.36620957698280004",
    "500, 1000, 0.4690696003681042, 0.5309303996318958"
  })
  void wilson_knownCounts_matchesStatsmodels(int hits, int count, double low, double high) {
    Interval interval = Interval.wilson(hits, count);

    assertEquals(low, interval.low(), 1e-9);
    assertEquals(high, interval.high(), 1e-9);
  }

  @Test
  void wilson_noImages_isFromZeroToOne() {
    assertEquals(new Interval(0, 1), Interval.wilson(0, 0));
  }

  @Test
  void wilson_moreHitsThanImages_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Interval.wilson(3, 2));
    assertThrows(IllegalArgumentException.class, () -> Interval.wilson(-1, 2));
  }

  @Test
  void toString_rate_isInPercent() {
    assertEquals("23.7 to 76.3 %", Interval.wilson(5, 10).toString());
  }
}
