package io.github.inceptionv2.internal.report;

/** Builds markup; text and attribute values are escaped. Not thread-safe. */
public final class Html {

  private final StringBuilder out = new StringBuilder();

  /** Begins an element. */
  public Html open(String tag, String... namesAndValues) {
    out.append('<').append(tag);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      out.append(' ').append(namesAndValues[i]).append("=\"");
      text(namesAndValues[i + 1]);
      out.append('"');
    }
    out.append('>');
    return this;
  }

  /** Ends an element. */
  public Html close(String tag) {
    out.append("</").append(tag).append('>');
    return this;
  }

  /** Adds an element that contains only text. */
  public Html element(String tag, String text, String... namesAndValues) {
    return open(tag, namesAndValues).text(text).close(tag);
  }

  /** Adds text, with control characters replaced by spaces. */
  public Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return this;
  }

  /** Adds trusted markup without escaping it. */
  public Html markup(String markup) {
    out.append(markup);
    return this;
  }

  /** Returns the markup. */
  @Override
  public String toString() {
    return out.toString();
  }
}
