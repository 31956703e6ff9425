package io.github.inceptionv2.cli;

import picocli.CommandLine;

/** Fits help and progress to the width of the terminal. */
final class TerminalWidth {

  /** picocli refuses less. */
  private static final int LEAST = 55;

  private static final int MOST = 500;

  private TerminalWidth() {}

  /**
   * Sets the width of all help.
   *
   * @param columns the environment variable {@code COLUMNS}, or null; without a number, the width
   *     is that of the terminal, or 80
   */
  static void set(CommandLine line, String columns) {
    if (columns != null && columns.matches("[0-9]{1,5}")) {
      int width = Integer.parseInt(columns);
      line.setUsageHelpWidth(Math.max(LEAST, Math.min(MOST, width)));
    } else if (ImageProgress.isTerminal()) {
      line.setUsageHelpAutoWidth(true);
    }
  }
}
