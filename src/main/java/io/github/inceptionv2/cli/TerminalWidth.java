package io.github.inceptionv2.cli;

import picocli.CommandLine;

/** Fits help and progress to the width of the terminal. */
final class TerminalWidth {

  /** The minimum width that picocli accepts. */
  private static final int MIN = 55;

  private static final int MAX = 500;

  private TerminalWidth() {}

  /**
   * Sets the width of all help texts.
   *
   * @param columns the value of the environment variable {@code COLUMNS}, or null; if it is not a
   *     number, help is as wide as the terminal, or 80 columns wide without a terminal
   */
  static void set(CommandLine line, String columns) {
    if (columns != null && columns.matches("[0-9]{1,5}")) {
      int width = Integer.parseInt(columns);
      line.setUsageHelpWidth(Math.max(MIN, Math.min(MAX, width)));
    } else if (ImageProgress.isTerminal()) {
      line.setUsageHelpAutoWidth(true);
    }
  }
}
