package io.github.inceptionv2.cli;

import static io.github.inceptionv2.cli.MainTest.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.inceptionv2.cli.MainTest.Outcome;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands {@code explain}, {@code similar} and {@code features --out} write maps, similar
 * images and vectors.
 */
class InsightCommandsTest {

  private static final String FLOWER = Fixtures.flower().toString();

  @TempDir Path directory;

  @Test
  void explain_png_isThePhotographWithHeat() throws IOException {
    Path out = directory.resolve("out");
    Outcome outcome =
        flowers("explain", "--out", out.toString(), "--long-side", "240", FLOWER, FLOWER);
    Path picture = out.resolve("flower.jpg.heat.png");

    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(240, ImageIO.read(picture.toFile()).getWidth());
    assertEquals(180, ImageIO.read(picture.toFile()).getHeight());
    assertTrue(
        outcome.out().startsWith(FLOWER + ": sunflowers 92.60 % -> " + picture + "\n"),
        outcome.out());
    assertTrue(Files.exists(out.resolve("flower.jpg.2.heat.png")), outcome.out());
  }

  @Test
  void explain_foreignPicture_isNotReplaced() throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    Path mine = Files.write(out.resolve("flower.jpg.heat.png"), Golden.png(0, 64, 64));
    byte[] before = Files.readAllBytes(mine);
    Path second = out.resolve("flower.jpg.2.heat.png");
    for (int side : new int[] {100, 120}) {
      String longSide = Integer.toString(side);
      Outcome outcome =
          flowers("explain", "--out", out.toString(), "--long-side", longSide, FLOWER);
      assertTrue(outcome.out().endsWith(" -> " + second + "\n"), outcome.out() + outcome.err());
    }

    assertArrayEquals(before, Files.readAllBytes(mine));
    assertEquals(120, ImageIO.read(second.toFile()).getWidth(), "our own is replaced");
    assertFalse(Files.exists(out.resolve("flower.jpg.3.heat.png")));
  }

  @Test
  void features_foreignNamesFile_isNotReplaced() throws IOException {
    Path file = directory.resolve("v.npy");
    Path mine = Files.writeString(directory.resolve("v.npy.txt"), "mine");
    Outcome refused = flowers("features", "--out", file.toString(), FLOWER);

    assertEquals(1, refused.code());
    assertTrue(refused.err().startsWith("error: " + mine + " exists and "), refused.err());
    assertEquals("mine", Files.readString(mine));
    Files.delete(mine);
    for (int i = 0; i < 2; i++) { // a pair is replaced
      assertEquals(0, flowers("features", "--out", file.toString(), FLOWER).code());
    }
    assertEquals(FLOWER + "\n", Files.readString(mine));
  }

  @Test
  void explain_pictureThatCannotBeWritten_isNamed() throws IOException {
    Path picture = Files.createDirectories(directory.resolve("out/flower.jpg.heat.png"));
    Outcome outcome = flowers("explain", "--out", picture.getParent().toString(), FLOWER);

    assertEquals(1, outcome.code());
    assertEquals("error: " + picture + ": is a directory; expected a file name\n", outcome.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"roses", "Roses", "2"})
  void explain_namedClass_isExplained(String name) {
    Outcome outcome =
        flowers("explain", "--class", name, "--endpoint", "Mixed_4e", "--format", "json", FLOWER);
    JsonObject result = outcome.objects().get(0);

    assertEquals("roses", result.getAsJsonObject("class").get("label").getAsString());
    assertEquals("Mixed_4e", result.get("endpoint").getAsString());
    assertEquals(196, Golden.floats(result.get("map")).length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rosess", "5", "-1", ""})
  void explain_noSuchClass_saysTheRange(String name) {
    Outcome outcome = flowers("explain", "--format", "json", "--class=" + name, FLOWER);

    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("matches no class of the model"), outcome.err());
    assertTrue(outcome.err().contains("an index from 0 to 4"), outcome.err());
  }

  @Test
  void explain_labelOfTwoClasses_namesBoth() {
    Outcome outcome =
        run("explain", "--model", "untrained", "--format", "json", "--class", "crane", FLOWER);

    assertTrue(outcome.err().contains("matches several classes [135, 518]"), outcome.err());
  }

  @Test
  void explain_page_isOneFileWithoutScripts() throws IOException {
    Path page = directory.resolve("pages/explained.html");
    Path text = Files.writeString(directory.resolve("text.jpg"), "text");
    Path marked = Files.copy(Fixtures.flower(), directory.resolve("<b>.jpg"));
    Outcome outcome =
        flowers("explain", "--html", page.toString(), FLOWER, text.toString(), marked.toString());
    String html = Files.readString(page);

    assertEquals(1, outcome.code(), "the text is no image");
    assertPage(html, 4);
    assertTrue(html.contains("<h2>sunflowers</h2>"), "class");
    assertTrue(html.contains("&lt;b&gt;.jpg"), "names are escaped");
    assertFalse(html.contains("<b>"), "names are escaped");
  }

  @Test
  void similar_sameImageUnderAnotherName_isFirst() throws IOException {
    Path pool = Files.createDirectories(directory.resolve("pool/deep"));
    Path copy = Files.copy(Fixtures.flower(), pool.resolve("<i>.jpg"));
    for (int k = 0; k < 3; k++) {
      Files.write(pool.resolve(k + ".png"), Golden.png(k, 64, 64));
    }
    Path page = directory.resolve("similar.html");
    String[] asked = {"similar", "--in", directory.toString(), "--count", "2", "--format", "json"};
    List<String> args = new ArrayList<>(List.of(asked));
    args.addAll(List.of("--html", page.toString(), FLOWER, pool.resolve("0.png").toString()));
    Outcome outcome = flowers(args.toArray(String[]::new));

    assertEquals(0, outcome.code(), outcome.err());
    List<JsonObject> first = similar(outcome.objects().get(0));
    assertEquals(copy.toString(), first.get(0).get("image").getAsString());
    assertEquals(1, first.get(0).get("similarity").getAsDouble(), 1e-6);
    assertEquals(2, first.size());
    List<JsonObject> second = similar(outcome.objects().get(1));
    assertEquals(2, second.size());
    assertTrue(
        second.stream().noneMatch(one -> one.get("image").getAsString().endsWith("0.png")),
        "an image is not similar to itself");
    String html = Files.readString(page);
    assertPage(html, 6);
    assertTrue(html.contains("&lt;i&gt;.jpg"), "names are escaped");
    assertFalse(html.contains("<i>"), "names are escaped");
  }

  @Test
  void similar_moreThanThereAre_givesAll() throws IOException {
    Path pool = Files.createDirectory(directory.resolve("pool"));
    Files.copy(Fixtures.flower(), pool.resolve("copy.jpg"));
    Outcome outcome =
        flowers(
            "similar",
            "--in",
            pool.toString(),
            "--count",
            "2147483647",
            "--format",
            "json",
            FLOWER);

    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(1, similar(outcome.objects().get(0)).size());
  }

  @Test
  void similar_deletedFile_isNotTheSame() throws IOException {
    Path image = Files.createFile(directory.resolve("a.png"));
    Path link = Files.createSymbolicLink(directory.resolve("b.png"), image);

    assertTrue(SimilarCommand.isSame(link, image));
    assertFalse(SimilarCommand.isSame(directory.resolve("deleted.png"), image));
  }

  @Test
  void similar_folderWithoutImages_fails() {
    Outcome outcome = flowers("similar", "--in", directory.toString(), FLOWER);

    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("no image in [" + directory + "]"), outcome.err());
  }

  @Test
  void similar_noSuchFolder_isNamed() {
    Path none = directory.resolve("none");
    Outcome outcome = flowers("similar", "--in", none.toString(), FLOWER);

    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains(none + ": there is no such"), outcome.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vectors.npy", "vectors.CSV", "vectors.jsonl"})
  void features_file_holdsWhatIsPrinted(String name) throws IOException {
    Path file = directory.resolve(name);
    Path text = Files.writeString(directory.resolve("text.jpg"), "text");
    Outcome outcome =
        flowers("features", "--out", file.toString(), FLOWER, text.toString(), FLOWER);

    assertEquals(1, outcome.code());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains("text.jpg is not a JPEG"), outcome.err());
    if (name.endsWith("npy")) {
      assertEquals(128 + 2 * 1024 * 4, Files.size(file));
      assertEquals(
          List.of(FLOWER, FLOWER), Files.readAllLines(directory.resolve("vectors.npy.txt")));
    } else {
      // at the same place of the same batch, since others may change the last digits
      String first = flowers("features", FLOWER, text.toString(), FLOWER).out().split(" ")[1];
      List<String> vectors =
          Files.readAllLines(file).stream().filter(line -> line.contains(FLOWER)).toList();
      assertEquals(2, vectors.size());
      assertTrue(vectors.get(0).contains(first), vectors.get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "features --out FILE.npy EMPTY",
        "features --out FILE.npy TEXT",
        "features --out FILE.csv EMPTY",
        "explain --html FILE.html EMPTY",
        "explain --html FILE.html TEXT",
        "similar --html FILE.html --in POOL EMPTY",
        "similar --html FILE.html --in POOL TEXT",
        "similar --html FILE.html --in EMPTY FLOWER",
      })
  void nothingToWrite_anyFile_keepsTheEarlierOne(String line) throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    Path pool = Files.createDirectory(directory.resolve("pool"));
    Files.copy(Fixtures.flower(), pool.resolve("copy.jpg"));
    Path text = Files.writeString(directory.resolve("text.jpg"), "text");
    Path file = directory.resolve("earlier");
    String filled =
        line.replace("FILE", file.toString())
            .replace("EMPTY", empty.toString())
            .replace("TEXT", text.toString())
            .replace("POOL", pool.toString())
            .replace("FLOWER", FLOWER);
    Path earlier = Path.of(filled.split(" ")[2]);
    Files.writeString(earlier, "earlier");
    Outcome outcome = flowers(filled.split(" "));

    assertEquals(1, outcome.code());
    assertEquals("earlier", Files.readString(earlier));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain x.jpg",
        "explain --html e.html --long-side 0 x.jpg",
        "explain --html e.html --long-side 5000 x.jpg",
        "similar x.jpg",
        "similar --in . --count 0 x.jpg",
        "features --out vectors.txt x.jpg",
      })
  void misuse_exitsWithTwoAndSaysWhereHelpIs(String line) {
    Outcome outcome = flowers(line.split(" "));

    assertEquals(2, outcome.code(), outcome.err());
    assertTrue(outcome.err().startsWith("error: "), outcome.err());
    assertTrue(outcome.err().contains("\nFor help: inception-v2 "), outcome.err());
  }

  private static Outcome flowers(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(1, List.of("--model", "models/flowers"));
    return run(all.toArray(String[]::new));
  }

  private static List<JsonObject> similar(JsonObject result) {
    return Golden.objects(result.getAsJsonArray("similar"));
  }

  private static void assertPage(String html, int pictures) {
    assertTrue(html.startsWith("<!DOCTYPE html>"), "beginning");
    assertFalse(html.contains("<script"), "no scripts");
    assertFalse(html.contains("http:") || html.contains("https:"), "no external references");
    assertEquals(pictures, html.split("src=\"data:image/jpeg;base64,", -1).length - 1);
  }
}
