package io.github.inceptionv2.internal.report;

import java.util.Optional;

/** A picture inside of a page, or a word in its place. */
public final class Photo {

  private Photo() {}

  /**
   * Adds a picture.
   *
   * @param address nothing if the picture cannot be made any more
   * @param name for those who do not see it
   */
  public static void add(Html html, Optional<String> address, String name) {
    html.open("div", "class", "photo");
    if (address.isPresent()) {
      html.open("img", "src", address.get(), "alt", name);
    } else {
      html.text("cannot be read any more");
    }
    html.close("div");
  }
}
