package io.github.inceptionv2.internal.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A drawing in a page; the style sheet defines its colours. Not thread-safe. */
final class Svg {

  /** A point in the drawing, in pixels from its upper left corner. */
  record Point(double x, double y) {
    private String text() {
      return number(x) + "," + number(y);
    }
  }

  private static final String POINT_RADIUS = "3";

  private final Html html = new Html();

  /**
   * Begins a drawing.
   *
   * @param name label for screen readers
   */
  Svg(String name, int width, int height) {
    html.open("svg", "viewBox", "0 0 " + width + " " + height, "role", "img", "aria-label", name);
  }

  void line(String style, Point from, Point to) {
    lines(style, List.of(from, to));
  }

  void lines(String style, List<Point> points) {
    String all = points.stream().map(Point::text).collect(Collectors.joining(" "));
    html.open("polyline", "class", style, "points", all).close("polyline");
  }

  /**
   * Adds text.
   *
   * @param anchor the part of the text that is at the point: start, middle or end
   */
  void text(String text, Point at, String anchor) {
    html.element("text", text, "x", number(at.x), "y", number(at.y), "text-anchor", anchor);
  }

  /** Adds a dot with the tooltip {@code title}. */
  void dot(String style, Point at, String title) {
    html.open("circle", "class", style, "cx", number(at.x), "cy", number(at.y), "r", POINT_RADIUS)
        .element("title", title)
        .close("circle");
  }

  /** Returns the complete drawing. */
  @Override
  public String toString() {
    return html + "</svg>";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
