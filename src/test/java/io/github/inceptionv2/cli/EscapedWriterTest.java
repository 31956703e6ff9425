package io.github.inceptionv2.cli;

import static io.github.inceptionv2.cli.MainTest.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.cli.MainTest.Outcome;
import io.github.inceptionv2.testing.Fixtures;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapedWriterTest {

  /**
   * Clears the screen, sets the title with C1 codes, reverses the direction of text, and forges a
   * line.
   */
  private static final String EVIL = "a\u001b[2J\u009d0;x\u0007\u202egpj.exe\u2066\r\nerror: b";

  @TempDir Path directory;

  @Test
  void text_fromOutside_cannotControlTheTerminal() {
    StringWriter written = new StringWriter();
    EscapedWriter writer = new EscapedWriter(written);
    writer.print(EVIL);
    writer.printf("%s%c", "\u007f", '\u0085');
    writer.write("xx\u001bxx".toCharArray(), 1, 3);
    writer.write(27);
    writer.println();
    writer.flush();

    assertEquals(
        "a\\u001b[2J\\u009d0;x\\u0007\\u202egpj.exe\\u2066\\u000d\nerror: b"
            + "\\u007f\\u0085x\\u001bx\\u001b"
            + System.lineSeparator(),
        written.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "caf\u00e9",
        "\u4e2d\u6587",
        "\u0645\u06cc\u200c\u062e",
        "\ud83d\udc68\u200d\ud83d\udc69",
        "a\tb"
      })
  void text_inAnyLanguage_isUnchanged(String text) {
    StringWriter written = new StringWriter();
    EscapedWriter writer = new EscapedWriter(written);
    writer.print(text);
    writer.flush();

    assertEquals(text, written.toString());
  }

  @Test
  void clearLine_isNotEscaped() {
    StringWriter written = new StringWriter();
    EscapedWriter writer = new EscapedWriter(written);
    EscapedWriter.clearLine(writer);
    writer.flush();

    assertEquals("\r\033[K", written.toString());
  }

  @Test
  void line_nameWithLineBreak_staysOneLine() {
    assertEquals("a\\u000ab\\u0009c", EscapedWriter.line("a\nb\tc"));
  }

  @Test
  void names_ofFilesAndLabels_areShownEscaped() throws Exception {
    String name = EVIL.replace('/', ' ') + ".jpg";
    Path image = Files.copy(Fixtures.flower(), directory.resolve(name));
    Path text = Files.writeString(directory.resolve("x" + name), "text");
    Path labels =
        Files.writeString(directory.resolve("labels.txt"), "\u001b]0;x\u0007\n".repeat(5));
    Outcome outcome =
        run(
            "classify",
            "--model",
            "models/flowers",
            "--labels",
            labels.toString(),
            image.toString(),
            text.toString());

    assertHarmless(outcome.out());
    assertHarmless(outcome.err());
    assertEquals(6, outcome.out().lines().count(), outcome.out());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.out().contains("\\u001b]0;x\\u0007"), outcome.out());
  }

  @Test
  void json_ofFilesAndLabels_isValid() throws Exception {
    Path image = Files.copy(Fixtures.flower(), directory.resolve(EVIL.replace('/', ' ') + ".jpg"));
    Outcome outcome =
        run("classify", "--model", "models/flowers", "--format", "json", image.toString());

    assertHarmless(outcome.out());
    assertEquals(image.toString(), outcome.objects().get(0).get("image").getAsString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"info --model", "classify --model untrained --labels", "cache verify", "fetch"})
  void arguments_inMessages_areShownEscaped(String command) {
    List<String> args = new java.util.ArrayList<>(List.of(command.split(" ")));
    args.add("\u001b[2J\u202e\nerror: forged");
    Outcome outcome = run(args.toArray(String[]::new));

    assertHarmless(outcome.err());
    assertFalse(outcome.err().contains("\nerror: forged"), outcome.err());
  }

  private static void assertHarmless(String text) {
    boolean isHarmless =
        text.chars().noneMatch(c -> c < ' ' && c != '\n' || c >= 0x7f && c < 0xa0 || c == 0x202e);
    assertTrue(isHarmless, EscapedWriter.line(text));
  }
}
