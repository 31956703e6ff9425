package io.github.inceptionv2.cli;

import java.util.Locale;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** A format that results are printed in. */
enum OutputFormat {
  /** Human-readable text. */
  TEXT,
  /** JSON Lines for programs: one object per line. */
  JSON,
  /** Values separated by commas, for spreadsheets (RFC 4180). */
  CSV,
  /** Values separated by tabs, without quotes, for shell tools. */
  TSV;

  boolean isTable() {
    return this == CSV || this == TSV;
  }

  /**
   * Checks that only {@code classify} prints a table.
   *
   * @throws ParameterException if the format of another command is a table
   */
  static void check(ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    String name = command.commandSpec().name();
    if (command.hasMatchedOption("--format")
        && command.matchedOptionValue("--format", null) instanceof OutputFormat format
        && format.isTable()
        && !name.equals("classify")) {
      throw new ParameterException(
          command.commandSpec().commandLine(),
          "--format (" + format + ") must be text or json for " + name);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
