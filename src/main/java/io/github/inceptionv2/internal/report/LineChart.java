package io.github.inceptionv2.internal.report;

import io.github.inceptionv2.internal.report.Svg.Point;
import java.util.List;
import java.util.stream.IntStream;

/** Draws line charts, with epochs on the horizontal axis. */
public final class LineChart {

  private static final int LEFT = 58;
  private static final int RIGHT = 14;
  private static final int TOP = 10;
  private static final int BOTTOM = 42;
  private static final int PIXELS_PER_TICK = 48;
  private static final int MIN_TICKS = 2;

  /** The maximum number of dots on a line; more dots would hide the line. */
  private static final int MAX_DOTS = 60;

  /**
   * A line.
   *
   * @param style the line's class in the style sheet
   * @param values one value per epoch, from epoch 1; values that are not finite are not drawn
   */
  public record Line(String name, String style, List<Double> values) {
    /** Returns true if there is no finite value to draw. */
    public boolean isEmpty() {
      return values.stream().noneMatch(Double::isFinite);
    }
  }

  private final Svg svg;
  private final int width;
  private final int height;
  private final boolean isShare;
  private final Axis across;
  private final Axis up;

  private LineChart(String name, int width, int height, boolean isShare, List<Line> lines) {
    this.svg = new Svg(name, width, height);
    this.width = width;
    this.height = height;
    this.isShare = isShare;
    this.across = Axis.ofEpochs(lines.get(0).values().size());
    this.up =
        Axis.of(
            lines.stream().flatMap(line -> line.values().stream()).mapToDouble(value -> value),
            Math.max(MIN_TICKS, (height - TOP - BOTTOM) / PIXELS_PER_TICK));
  }

  /**
   * Returns a chart.
   *
   * @param name label for screen readers
   * @param isShare true if values are fractions, to be shown in percent
   * @param lines at least one line; all lines have the same number of epochs
   */
  public static String svg(String name, int width, int height, boolean isShare, List<Line> lines) {
    LineChart chart = new LineChart(name, width, height, isShare, lines);
    chart.drawRows();
    chart.drawEpochs();
    lines.forEach(chart::draw);
    return chart.svg.toString();
  }

  private Point point(double epoch, double value) {
    return new Point(
        LEFT + across.position(epoch) * (width - LEFT - RIGHT),
        height - BOTTOM - up.position(value) * (height - TOP - BOTTOM));
  }

  private void drawRows() {
    for (double tick : up.ticks()) {
      Point left = point(across.min(), tick);
      svg.line("grid", left, point(across.max(), tick));
      String label = isShare ? up.formatPercent(tick) : up.format(tick);
      svg.text(label, new Point(left.x() - 8, left.y() + 4), "end");
    }
  }

  private void drawEpochs() {
    double bottom = height - BOTTOM;
    svg.line("axis", new Point(LEFT, bottom), new Point(width - RIGHT, bottom));
    for (double tick : across.ticks()) {
      Point at = new Point(point(tick, up.min()).x(), bottom);
      svg.line("axis", at, new Point(at.x(), bottom + 4));
      svg.text(across.format(tick), new Point(at.x(), bottom + 19), "middle");
    }
    svg.text("epoch", new Point((LEFT + width - RIGHT) / 2.0, height - 4.0), "middle");
  }

  private void draw(Line line) {
    List<Integer> epochs =
        IntStream.rangeClosed(1, line.values().size())
            .filter(epoch -> Double.isFinite(value(line, epoch)))
            .boxed()
            .toList();
    if (epochs.isEmpty()) {
      return;
    }
    svg.lines(
        line.style(), epochs.stream().map(epoch -> point(epoch, value(line, epoch))).toList());
    int last = epochs.get(epochs.size() - 1);
    for (int epoch : epochs) {
      if (epochs.size() <= MAX_DOTS || epoch == last) {
        double value = value(line, epoch);
        String text = isShare ? Quantities.percent(value) : Quantities.number(value);
        svg.dot(
            line.style(), point(epoch, value), "epoch " + epoch + ", " + line.name() + ": " + text);
      }
    }
  }

  private static double value(Line line, int epoch) {
    return line.values().get(epoch - 1);
  }
}
