package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.Labels;
import io.github.inceptionv2.testing.Fixtures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingReportTest {

  private static final Pattern PICTURE =
      Pattern.compile("<img src=\"data:image/jpeg;base64,([^\"]+)\" alt=\"([^\"]+)\">");

  @TempDir Path directory;

  @Test
  void page_trainingOfThreeClasses_hasItsNumbers() {
    String page = page("Flowers", epochs(12), EvaluationTest.byHand());

    assertContains(page, "<title>Flowers</title>");
    assertContains(page, "<h1>Flowers</h1>");
    assertContains(
        page, "6 images were classified. The model was trained for 12 epochs, 12 min 0 s.");
    assertContains(page, "<dt>top-1 accuracy</dt><dd>50.0 %<small>18.8 to 81.2 %</small></dd>");
    assertFalse(page.contains("top-5"), "for three classes");
    assertContains(page, "<dt>calibration error</dt>");
    assertContains(page, " by chance</small>");
    assertContains(page, "<dt>classes</dt><dd>3</dd>");
    assertContains(page, "Validation accuracy was best in epoch 12, with 87.0 %.");
    assertContains(page, "title=\"a predicted as b: 1, 33.3 %\">1<small>33.3 %</small></td>");
    assertEquals(3 + 1, count(page, "<svg "));
    assertEquals(3, count(page, "<figure>\n?<div class=\"photo\">"));
    assertEquals(5 * 12 + EvaluationTest.byHand().reliability().size(), count(page, "<circle "));
    assertContains(page, "<title>epoch 3, validation: 78.0 %</title>");
    assertContains(page, "prefers-color-scheme: dark");
  }

  @Test
  void page_hasNoExternalReferences() {
    String page = page("Flowers", epochs(2), EvaluationTest.byHand());

    for (String reference : List.of("http", "<script", "<link", "url(", "@import", "src=\"/")) {
      assertFalse(page.contains(reference), reference);
    }
  }

  @Test
  void page_hostileNames_areEscaped() {
    List<String> labels = List.of("<script>alert(1)</script>", "\" onmouseover='x' &amp;");
    Tally tally = new Tally(ClassMap.of(labels, Labels.of(labels)));
    tally.add(Path.of("\"><img src=x onerror=alert(1)>.jpg"), 0, new float[] {0, 1});
    tally.add(Path.of("2.jpg"), 1, new float[] {1, 0});
    tally.fail(Path.of("<b>.jpg"), new NoSuchFileException("<b>.jpg", null, "<i>"));
    String page = page("</title><script>", epochs(2), Evaluation.of(tally));

    for (String markup : List.of("<script", "<img", "<b>.", "<i>", "\" on", "' &amp;<")) {
      assertFalse(page.contains(markup), markup);
    }
    assertContains(page, "<title>&lt;/title&gt;&lt;script&gt;</title>");
    assertContains(page, "&lt;script&gt;alert(1)&lt;/script&gt;");
    assertContains(page, "&quot; onmouseover=&#39;x&#39; &amp;amp;");
    assertContains(page, "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;.jpg");
    assertContains(page, "&lt;b&gt;.jpg cannot be read: &lt;i&gt;");
  }

  @Test
  void page_noEpochs_hasNoCurves() {
    String page = page("Evaluation", List.of(), EvaluationTest.byHand());

    assertContains(page, "<p>6 images were classified.</p>");
    assertFalse(page.contains("by epoch"));
    assertContains(page, "aria-label=\"Accuracy by confidence\"");
  }

  @Test
  void page_partAndStart_areNamed() {
    ReportFacts facts = facts("Named", epochs(3), EvaluationTest.byHand());
    String page = page(facts.withPart("test").withStart("my <model>"));

    assertContains(page, "6 test images were classified.");
    assertContains(page, "The model was trained from my &lt;model&gt; for 3 epochs");
  }

  @ParameterizedTest
  @CsvSource({"2, epoch 2.", "4, 'the last epoch, 4: without patience'"})
  void page_keptEpoch_isExplained(int kept, String expected) {
    List<EpochReport> epochs = new ArrayList<>(epochs(3));
    epochs.add(epoch(4, 4, 0.2, OptionalDouble.of(0.5)));
    Evaluation evaluation = EvaluationTest.byHand();
    String page =
        page(
            new ReportFacts(
                "Kept", epochs, Optional.empty(), OptionalInt.of(kept), "", "", evaluation));

    assertContains(page, "best in epoch 3, with 78.0 %. The model has the weights of " + expected);
  }

  @Test
  void page_oneEpochAndNoValidation_isATable() {
    EpochReport only = epoch(1, 1, 0.5, OptionalDouble.empty());
    String page = page("Short", List.of(only), EvaluationTest.byHand());

    assertContains(page, "There was no validation.");
    assertFalse(page.contains("by epoch"));
    assertContains(page, "<td class=\"n\">1 min 0 s</td>");
  }

  @Test
  void page_divergedTraining_leavesGaps() {
    List<EpochReport> epochs =
        List.of(
            epoch(1, 3, 2, OptionalDouble.empty()),
            epoch(2, 3, Double.NaN, OptionalDouble.empty()),
            epoch(3, 3, Double.POSITIVE_INFINITY, OptionalDouble.empty()));
    String page = page("Diverged", epochs, Evaluation.of(tally(2)));

    assertFalse(page.contains("NaN") || page.contains("Infinity"));
    assertContains(page, "There are no mistakes.");
  }

  @Test
  void page_manyClasses_showsPairsAndStaysSmall() {
    Tally tally = tally(1000);
    for (int i = 0; i < 5000; i++) {
      float[] logits = new float[1000];
      logits[i % 2 == 0 ? i % 1000 : (i + 1) % 1000] = 1;
      tally.add(Path.of(i + ".jpg"), i % 1000, logits);
    }
    String page = page("Many", List.of(), Evaluation.of(tally));

    assertContains(page, "<h2>Most confused</h2>");
    assertFalse(page.contains("<table class=\"matrix"));
    assertContains(page, "The first 24 of 2,500 misclassified images");
    assertEquals(24, count(page, "class=\"photo\""));
    assertContains(page, "<summary>All 1,000 classes</summary>");
    assertTrue(page.length() < 500_000, () -> "characters: " + page.length());
  }

  @Test
  void page_fortyClasses_hasAMatrix() {
    Tally tally = tally(40);
    tally.add(Path.of("a"), 3, new float[40]);
    String page = page("Forty", List.of(), Evaluation.of(tally));

    assertContains(page, "<table class=\"matrix dense\">");
    assertEquals(40 * 40 - 1, count(page, "<td class=\"none\">"));
  }

  /** A decimal comma would break the style sheet. */
  @Test
  void page_otherLocale_isTheSame() {
    String expected = page("Flowers", epochs(12), EvaluationTest.byHand());
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals(expected, page("Flowers", epochs(12), EvaluationTest.byHand()));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void writeHtml_photographs_areEmbeddedAndSmall() throws IOException {
    Tally tally = tally(2);
    tally.add(Fixtures.flower(), 0, new float[] {0, 1});
    tally.add(directory.resolve("gone.jpg"), 0, new float[] {0, 2});
    Path file = directory.resolve("new/report.html");
    TrainingReport.of("Photographs", List.of(), Evaluation.of(tally)).writeHtml(file);
    String page = Files.readString(file);
    Matcher picture = PICTURE.matcher(page);

    assertTrue(picture.find());
    assertEquals("flower.jpg", picture.group(2));
    byte[] jpeg = Base64.getDecoder().decode(picture.group(1));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertEquals(160, image.getWidth());
    assertEquals(120, image.getHeight());
    assertFalse(picture.find());
    assertContains(page, "can no longer be read");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
  }

  private static String page(String title, List<EpochReport> epochs, Evaluation evaluation) {
    return page(facts(title, epochs, evaluation));
  }

  private static String page(ReportFacts facts) {
    return HtmlReport.of(facts, picture -> Optional.empty());
  }

  private static ReportFacts facts(String title, List<EpochReport> epochs, Evaluation evaluation) {
    return new ReportFacts(
        title, epochs, Optional.empty(), OptionalInt.empty(), "", "", evaluation);
  }

  private static Tally tally(int classes) {
    List<String> labels = IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    return new Tally(ClassMap.of(labels, Labels.of(labels)));
  }

  private static List<EpochReport> epochs(int count) {
    List<EpochReport> epochs = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      epochs.add(epoch(i, count, 1.0 / i, OptionalDouble.of(0.75 + i / 100.0)));
    }
    return epochs;
  }

  private static EpochReport epoch(int epoch, int epochs, double loss, OptionalDouble accuracy) {
    return new EpochReport(
        epoch,
        epochs,
        224,
        0.01 / epoch,
        loss,
        0.5,
        accuracy.isPresent() ? OptionalDouble.of(loss + 0.1) : OptionalDouble.empty(),
        accuracy,
        21.5,
        0.25,
        Duration.ofMinutes(1));
  }

  private static int count(String page, String pattern) {
    return (int) Pattern.compile(pattern).matcher(page).results().count();
  }

  private static void assertContains(String page, String text) {
    assertTrue(page.contains(text), () -> "expected " + text + " in " + page);
  }
}
