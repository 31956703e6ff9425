package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Help and progress fit the width of the terminal. */
class TerminalTest {

  @ParameterizedTest
  @CsvSource({"60, 60", "200, 200", "20, 55", "99999, 500", "wide, 80", ", 80"})
  void help_isAsWideAsTheTerminal(String columns, int expected) {
    CommandLine line = new CommandLine(Commands.class);
    TerminalWidth.set(line, columns);
    CommandLine classify = line.getSubcommands().get("classify");

    assertEquals(expected, classify.getUsageHelpWidth());
    int longest = classify.getUsageMessage().lines().mapToInt(String::length).max().orElse(0);
    assertTrue(longest <= expected && longest > expected * 0.7, columns + ": " + longest);
  }

  @Test
  void progress_hasABar_ifThereIsRoom() {
    assertEquals(
        "[############..................] 24 of 60 images, 12.0 images/s, 3 s left",
        ImageProgress.line(24, 60, 2, 80));
    assertEquals("24 of 60 images, 12.0 images/s, 3 s left", ImageProgress.line(24, 60, 2, 60));
    assertEquals("24 of 60 images, 1", ImageProgress.line(24, 60, 2, 19));
  }
}
