package io.github.inceptionv2.internal.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The start and end of a self-contained page, which has no scripts and loads nothing. */
public final class Page {

  private Page() {}

  /**
   * Begins a page. Call {@link #end} to complete it.
   *
   * @param style style sheet in addition to the style sheet of all pages; see {@link #style}
   */
  public static Html begin(String title, String style) {
    Html html = new Html();
    html.markup("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.element("title", title);
    html.markup("\n<style>\n").markup(style(Page.class, "page.css")).markup(style);
    return html.markup("</style></head>\n<body><main>");
  }

  /** Ends a page and returns it. */
  public static String end(Html html) {
    return html.markup("\n</main></body></html>\n").toString();
  }

  /** Returns the style sheet called {@code name} from the package of the class {@code user}. */
  public static String style(Class<?> user, String name) {
    try (InputStream in = user.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
