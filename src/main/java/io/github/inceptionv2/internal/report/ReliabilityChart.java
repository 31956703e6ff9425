package io.github.inceptionv2.internal.report;

import io.github.inceptionv2.internal.report.Svg.Point;
import java.util.List;

/**
 * Draws accuracy against confidence, with a diagonal line for perfect calibration.
 *
 * @param size width and height in pixels
 */
public record ReliabilityChart(int size) {

  private static final int LEFT = 58;
  private static final int RIGHT = 14;
  private static final int TOP = 10;
  private static final int BOTTOM = 42;
  private static final Axis SHARES = new Axis(0, 1, 0.2);

  /**
   * A group of images with similar confidence.
   *
   * @param confidence the images' mean confidence, from 0 to 1
   * @param accuracy from 0 to 1
   * @param told tooltip of the point
   */
  public record Bin(double confidence, double accuracy, String told) {}

  /** Returns a chart. */
  public String svg(List<Bin> bins) {
    Svg svg = new Svg("Accuracy by confidence", size, size);
    for (double tick : SHARES.ticks()) {
      addTick(svg, tick);
    }
    svg.line("axis", point(0, 0), point(1, 1));
    svg.text("confidence", new Point((LEFT + size - RIGHT) / 2.0, size - 4.0), "middle");
    svg.lines(
        "validation", bins.stream().map(bin -> point(bin.confidence(), bin.accuracy())).toList());
    for (Bin bin : bins) {
      svg.dot("validation", point(bin.confidence(), bin.accuracy()), bin.told());
    }
    return svg.toString();
  }

  private void addTick(Svg svg, double tick) {
    Point left = point(0, tick);
    Point below = point(tick, 0);
    svg.line("grid", left, point(1, tick));
    svg.line("grid", below, point(tick, 1));
    svg.text(SHARES.formatPercent(tick), new Point(left.x() - 8, left.y() + 4), "end");
    svg.text(SHARES.formatPercent(tick), new Point(below.x(), below.y() + 19), "middle");
  }

  private Point point(double confidence, double accuracy) {
    return new Point(
        LEFT + confidence * (size - LEFT - RIGHT),
        size - BOTTOM - accuracy * (size - TOP - BOTTOM));
  }
}
