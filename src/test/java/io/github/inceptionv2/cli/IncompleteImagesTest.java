package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands refuse photographs that end early, unless an option accepts them. */
class IncompleteImagesTest {

  @TempDir Path directory;

  private String whole;
  private String cut;
  private String text;

  @BeforeEach
  void make() throws IOException {
    byte[] flower = Files.readAllBytes(Fixtures.flower());
    whole = Fixtures.flower().toString();
    cut =
        Files.write(directory.resolve("cut.jpg"), Arrays.copyOf(flower, flower.length / 2))
            .toString();
    text = Files.writeString(directory.resolve("text.jpg"), "no image").toString();
  }

  private static MainTest.Outcome classify(String... arguments) {
    String[] common = {"classify", "--model", "untrained", "--size", "64x64", "--top", "1"};
    String[] all = Arrays.copyOf(common, common.length + arguments.length);
    System.arraycopy(arguments, 0, all, common.length, arguments.length);
    return MainTest.run(all);
  }

  @Test
  void withoutTheOption_fails() {
    MainTest.Outcome outcome = classify(cut);
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("cut.jpg is a damaged JPEG"), outcome.err());
    assertTrue(outcome.err().contains("--accept-incomplete"), outcome.err());
  }

  @Test
  void text_hasANote() {
    MainTest.Outcome outcome = classify("--accept-incomplete", whole, cut);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(
        outcome.err().contains("note: " + cut + " is truncated; the missing part is gray\n"),
        outcome.err());
    assertFalse(outcome.err().contains(whole), outcome.err());
    assertEquals(4, outcome.out().lines().count(), outcome.out());
  }

  @Test
  void json_hasAField() {
    MainTest.Outcome outcome =
        classify("--accept-incomplete", "--format", "json", whole, cut, text, whole);
    assertEquals(1, outcome.code());
    List<JsonObject> objects = outcome.objects();
    assertEquals(
        List.of(false, true, false, false),
        objects.stream().map(result -> result.has("incomplete")).toList());
    assertTrue(objects.get(1).get("incomplete").getAsBoolean());
    assertTrue(objects.get(1).has("predictions") && objects.get(2).has("error"));
    assertTrue(outcome.err().contains("is truncated"), outcome.err());
  }

  @Test
  void page_showsTheReadablePart() throws IOException {
    Path page = directory.resolve("page.html");
    MainTest.Outcome outcome = classify("--accept-incomplete", "--html", page.toString(), cut);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(Files.readString(page).contains("data:image/jpeg;base64,"));
  }

  @Test
  void otherCommands_takeTheOption() {
    MainTest.Outcome features =
        MainTest.run(
            "features", "--model", "untrained", "--size", "64x64", "--accept-incomplete", cut);
    assertEquals(0, features.code(), features.err());
    MainTest.Outcome explain =
        MainTest.run(
            "explain", "--model", "untrained", "--format", "json", "--accept-incomplete", cut);
    assertEquals(0, explain.code(), explain.err());
    assertTrue(explain.objects().get(0).get("incomplete").getAsBoolean());
  }
}
