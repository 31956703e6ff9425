package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

  @Test
  void images_mayNameSeveralFolders() {
    Arguments arguments =
        Arguments.parse("--images", "a", "--out", "b", "--images", "c d", "--partitions", "7");
    assertArrayEquals(new String[] {"a", "c d"}, arguments.images());
    assertEquals("b", arguments.out());
    assertEquals(7, arguments.partitions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --out b                                        | Missing required option: '--images DIR'
          --images a                                     | Missing required option: '--out DIR'
          --images a --out b --colour red                | '--colour'
          --images a --out b --top                       | '--top'
          --images --out b                               | '--images'
          --images a --out b --top 0                     | nothing to compute: --top 0 needs
          --images a --out b --top -1                    | '-1' must be a whole number from 0 to 100000
          --images a --out b --top 99999999999           | must be a whole number
          --images a --out b --partitions 0              | must be a whole number from 1 to 100000
          --images a --out b --batch 1025                | '1025' must be a whole number from 1 to 1024
          --images a --out b --output-files 0            | '--output-files'
          --images a --out b --out c                     | '--out'
          --images a --out b --model x --model-file y    | are mutually exclusive
          --images a --out b --preprocessing best        | unknown preprocessing "best"
          --images a --out b --precision int4            | unknown precision "int4"
          --images a --out b c                           | 'c'
          """)
  void mistakes_areNamed(String line, String expected) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Arguments.parse(line.split(" +")))
            .getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void main_mistake_exitsWithTwoAndNamesHelp() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertEquals(2, SparkMain.run(System.out, print(err)));
    assertEquals(
        "error: Missing required options: '--images DIR', '--out DIR'; --help lists the options",
        err.toString().strip());
  }

  /** The arguments name no cluster. */
  @Test
  void main_withoutSpark_saysSoInOneLine() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertEquals(1, SparkMain.run(System.out, print(err), "--images", "a", "--out", "b"));
    String printed = err.toString(StandardCharsets.UTF_8);
    assertTrue(printed.startsWith("error: cannot start Spark: A master URL must be"), printed);
    assertEquals(1, printed.lines().count(), printed);
  }

  @Test
  void help_listsEveryOption() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertEquals(0, SparkMain.run(print(out), System.err, "--help"));
    List<String> options =
        Pattern.compile("(?m)^ +(?:-h, )?(--[a-z0-9-]+)")
            .matcher(out.toString(StandardCharsets.UTF_8))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertEquals(16, options.size(), options.toString());
    for (String option : options) {
      try {
        Arguments.parse(option);
      } catch (IllegalArgumentException e) {
        assertTrue(!e.getMessage().startsWith("Unknown option"), option);
      }
    }
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }
}
