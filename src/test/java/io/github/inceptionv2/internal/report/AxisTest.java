package io.github.inceptionv2.internal.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {

  @ParameterizedTest
  @CsvSource({
    "0.25, 1.37, 5, '0.0 0.5 1.0 1.5'",
    "0.8, 0.97, 4, '0.80 0.85 0.90 0.95 1.00'",
    "0.01, 0.01, 2, '0.000 0.005 0.010'",
    "0, 0, 2, '0.0 0.5 1.0'",
    "30, 100, 5, '0 20 40 60 80 100'",
    "0, 3e-5, 3, '0 1.0e-05 2.0e-05 3.0e-05'",
    "0, 4e9, 2, '0 2.0e+09 4.0e+09'",
  })
  void of_values_roundTicksAroundThem(double low, double high, int ticks, String expected) {
    Axis axis = Axis.of(DoubleStream.of(high, Double.NaN, low), ticks);

    assertEquals(expected.strip(), told(axis));
    assertTrue(axis.min() <= low && axis.max() >= high, axis.toString());
  }

  @Test
  void of_nothingFinite_isFromZeroToOne() {
    assertEquals(
        "0.0 0.5 1.0", told(Axis.of(DoubleStream.of(Double.NaN, Double.POSITIVE_INFINITY), 2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 15, 16, 17, 90, 1000})
  void ofEpochs_anyNumber_fewWholeTicks(int last) {
    Axis axis = Axis.ofEpochs(last);
    List<Double> ticks = axis.ticks();

    assertTrue(!ticks.isEmpty() && ticks.size() <= 17, ticks.toString());
    assertTrue(ticks.stream().allMatch(tick -> tick == Math.rint(tick)), ticks.toString());
    assertTrue(ticks.get(0) >= 1 && ticks.get(ticks.size() - 1) <= last, ticks.toString());
    assertTrue(axis.position(1) >= 0 && axis.position(last) <= 1);
  }

  @Test
  void formatPercent_fractions_asManyDigitsAsNeeded() {
    Axis axis = Axis.of(DoubleStream.of(0.981, 0.989), 4);

    assertEquals(
        List.of("98.0 %", "98.2 %", "98.4 %", "98.6 %", "98.8 %", "99.0 %"),
        axis.ticks().stream().map(axis::formatPercent).toList());
  }

  private static String told(Axis axis) {
    return axis.ticks().stream().map(axis::format).collect(Collectors.joining(" "));
  }
}
