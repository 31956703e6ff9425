package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifyCommandTest {

  private static final String FLOWER = Fixtures.flower().toString();

  @TempDir Path directory;

  private static MainTest.Outcome classify(String... arguments) {
    Stream<String> common = Stream.of("classify", "--model", "models/flowers");
    return MainTest.run(Stream.concat(common, Stream.of(arguments)).toArray(String[]::new));
  }

  @Test
  void threshold_leavesOutLessProbableClasses() {
    MainTest.Outcome half = classify("--threshold", "0.5", FLOWER);
    assertEquals(List.of(FLOWER, "   92.60 %  sunflowers"), half.out().lines().toList());
    MainTest.Outcome none = classify("--threshold", "0.99", FLOWER);
    assertEquals(List.of(FLOWER, "  no class is probable enough"), none.out().lines().toList());
    assertEquals(0, none.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "-0.1", "half"})
  void threshold_thatIsNotAProbability_isRefused(String threshold) {
    MainTest.Outcome outcome = classify("--threshold=" + threshold, FLOWER);
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("--threshold"), outcome.err());
  }

  @Test
  void top_moreThanAllClasses_isAllClasses() {
    assertEquals(6, classify("--top", "1000", FLOWER).out().lines().count());
  }

  @Test
  void csv_hasOneHeader_andQuotesNames() throws IOException {
    Path odd = Files.copy(Fixtures.flower(), directory.resolve("a, \"b\".jpg"));
    MainTest.Outcome outcome = classify("--format", "csv", "--top", "2", FLOWER, odd.toString());
    List<String> lines = outcome.out().lines().toList();

    assertEquals(5, lines.size(), outcome.out());
    assertEquals("image,rank,label,probability,index,wordNetId,logit", lines.get(0));
    assertTrue(lines.get(1).matches(FLOWER + ",1,sunflowers,0\\.92\\d*,3,,[\\d.]+"), lines.get(1));
    assertTrue(lines.get(2).startsWith(FLOWER + ",2,daisy,"), lines.get(2));
    String quoted = "\"" + directory + "/a, \"\"b\"\".jpg\",1,";
    assertTrue(lines.get(3).startsWith(quoted), lines.get(3));
  }

  @Test
  void csv_missingFile_isReportedOnStandardError() {
    MainTest.Outcome outcome = classify("--format", "csv", "none.jpg");
    assertEquals(1, outcome.code());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains("none.jpg: there is no such file"), outcome.err());
  }

  @Test
  void tsv_hasTabsAndNoQuotes() throws IOException {
    Path odd = Files.copy(Fixtures.flower(), directory.resolve("a\t\"b\".jpg"));
    MainTest.Outcome outcome = classify("--format", "tsv", "--top", "1", odd.toString());
    String[] cells = outcome.out().lines().skip(1).findFirst().orElseThrow().split("\t");

    assertEquals(7, cells.length);
    assertEquals(directory + "/a\\u0009\"b\".jpg", cells[0]);
    assertEquals("sunflowers", cells[2]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "features",
        "explain",
        "info",
        "evaluate --images .",
        "similar --in .",
        "uncertain"
      })
  void csv_forOtherCommands_isRefused(String command) {
    String line = command + " --model untrained --format csv";
    String image = command.matches("info|evaluate.*") ? "" : " " + FLOWER;
    MainTest.Outcome outcome = MainTest.run((line + image).split(" "));
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("must be text or json"), outcome.err());
  }

  @Test
  void html_isAPageOfPhotographsWithTheirClasses() throws IOException {
    Path page = directory.resolve("new/page.html");
    MainTest.Outcome outcome = classify("--html", page.toString(), FLOWER, "none.jpg");
    String html = Files.readString(page);

    assertEquals(1, outcome.code());
    assertTrue(html.contains("<b>sunflowers</b>"), html);
    assertTrue(html.contains("92.6 %") && html.contains("data:image/jpeg;base64,"), html);
    assertFalse(html.contains("<script") || html.contains("none.jpg"), html);
  }
}
