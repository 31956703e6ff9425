package io.github.inceptionv2.internal.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.report.LineChart.Line;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LineChartTest {

  private static final Pattern LINE =
      Pattern.compile("<polyline class=\"training\" points=\"([^\"]*)\">");

  /** Without margins, the drawing is 428 wide and 228 high. */
  @Test
  void svg_threeEpochs_fromCornerToCorner() {
    String svg = svg(0.0, 0.25, 1.0);

    assertEquals(List.of("58.0,238.0 272.0,181.0 486.0,10.0"), points(svg));
    assertTrue(svg.startsWith("<svg viewBox=\"0 0 500 280\" role=\"img\" aria-label=\"Loss\">"));
    assertTrue(svg.contains("<title>epoch 2, training: 0.2500</title>"), svg);
  }

  @Test
  void svg_nanValues_areLeftOut() {
    assertEquals(List.of("58.0,238.0 486.0,10.0"), points(svg(0.0, Double.NaN, 1.0)));
  }

  @Test
  void svg_nothingToDraw_isAnEmptyChart() {
    assertEquals(List.of(), points(svg(Double.NaN, Double.POSITIVE_INFINITY)));
  }

  /** Dots would hide a long line, so only the last number has one. */
  @Test
  void svg_manyEpochs_oneDot() {
    Double[] values = new Double[100];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1.0 / (i + 1);
    }
    String svg = svg(values);

    assertEquals(2, svg.split("<circle ").length);
    assertTrue(svg.contains("<title>epoch 100, training: 0.0100</title>"));
  }

  private static String svg(Double... values) {
    Line line = new Line("training", "training", List.of(values));
    return LineChart.svg("Loss", 500, 280, false, List.of(line));
  }

  private static List<String> points(String svg) {
    return LINE.matcher(svg).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
