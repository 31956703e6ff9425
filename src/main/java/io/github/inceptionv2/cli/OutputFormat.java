package io.github.inceptionv2.cli;

import java.util.Locale;

/** How results are printed. */
enum OutputFormat {
  /** For people. */
  TEXT,
  /** For programs: JSON Lines, an object a line. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
