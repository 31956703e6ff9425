package io.github.inceptionv2.cli;

import java.util.Locale;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** How results are printed. */
enum OutputFormat {
  /** For people. */
  TEXT,
  /** For programs: JSON Lines, an object a line. */
  JSON,
  /** For spreadsheets: values with commas between them, by RFC 4180. */
  CSV,
  /** For shell tools: values with tabs between them, and no quotes. */
  TSV;

  boolean isTable() {
    return this == CSV || this == TSV;
  }

  /**
   * Checks that only {@code classify} prints a table.
   *
   * @throws ParameterException if another command is asked to
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
          "--format (" + format + ") of " + name + " must be text or json");
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
