package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module's labels name the predictions and are kept in copies and archives of the module. */
class ModuleLabelsTest {

  private static final List<String> LABELS = List.of("Löwenzahn", "red tulip", "薔薇");

  @TempDir static Path shared;

  /** A module with three logits and {@link #LABELS}. */
  private static Path labelled;

  /** A module with three logits and no labels. */
  private static Path bare;

  @TempDir Path directory;

  @BeforeAll
  static void write() throws Exception {
    labelled = shared.resolve("labelled");
    bare = shared.resolve("bare");
    ModuleWriter.write(module(LABELS), labelled);
    ModuleWriter.write(InceptionModule.reference(3), bare);
  }

  @Test
  void classify_moduleWithLabels_usesThem() throws Exception {
    assertLabels(LABELS, InceptionV2.builder(ModelSource.directory(labelled)));
  }

  @Test
  void classify_labelsOfTheCaller_takePrecedence() throws Exception {
    List<String> others = List.of("a", "b", "c");
    assertLabels(
        others, InceptionV2.builder(ModelSource.directory(labelled)).labels(Labels.of(others)));
  }

  @Test
  void load_1001OwnLabels_takePrecedenceOverImageNets() throws Exception {
    List<String> own = IntStream.range(0, 1001).mapToObj(i -> "class " + i).toList();
    Path written = directory.resolve("written");
    ModuleWriter.write(
        InceptionModule.trained(1001, new ReferenceWeights(1001), new InputSize(224, 224), own),
        written);
    try (InceptionV2 model = InceptionV2.load(written)) {
      assertEquals("class 1000", model.labels().label(1000));
      assertEquals(Optional.empty(), model.labels().wordNetId(1000));
    }
  }

  @Test
  void load_noLabels_saysSo() {
    var e = assertThrows(IllegalArgumentException.class, () -> InceptionV2.load(bare));
    assertEquals(
        bare
            + " has 3 logits, but there are 1001 labels (ImageNet's, because the model has"
            + " none); provide one label per logit (labels of the builder, or --labels FILE)",
        e.getMessage());
  }

  @Test
  void load_wrongNumberOfLabels_isCorrupt() throws Exception {
    Path module = Fixtures.copy(bare, directory.resolve("module"));
    Path file = Files.writeString(module.resolve("assets/labels.txt"), "a\nb\n");

    var e = assertThrows(ModelCorruptException.class, () -> InceptionV2.load(module));
    assertTrue(e.getMessage().contains(file + ": has 2 labels for 3 logits"), e.getMessage());
  }

  @Test
  void load_labelsSavedByAnEditor_areAccepted() throws Exception {
    Path module = Fixtures.copy(bare, directory.resolve("module"));
    Files.writeString(module.resolve("assets/labels.txt"), "\uFEFFa\r\nb\r\nc");

    assertLabels(List.of("a", "b", "c"), InceptionV2.builder(ModelSource.directory(module)));
  }

  @Test
  void writeModule_keepsTheLabels() throws Exception {
    Path again = directory.resolve("again");
    ModelSource.directory(labelled).writeModule(again);

    assertEquals(
        -1, Files.mismatch(labelled.resolve("saved_model.pb"), again.resolve("saved_model.pb")));
    assertEquals(
        -1,
        Files.mismatch(labelled.resolve("assets/labels.txt"), again.resolve("assets/labels.txt")));
    assertLabels(LABELS, InceptionV2.builder(ModelSource.directory(again)));
  }

  @Test
  void archive_keepsTheLabels() throws Exception {
    Path archive = Fixtures.pack(labelled, directory.resolve("labelled.tar.gz"));
    ModelCache cache =
        ModelCache.builder().directory(directory.resolve("cache")).offline(true).build();

    assertLabels(LABELS, InceptionV2.builder(ModelSource.archive(archive).in(cache)));
  }

  @Test
  void info_saysWhetherThereAreLabels() throws Exception {
    assertTrue(ModelSource.directory(labelled).info().hasLabels());
    assertFalse(ModelSource.directory(bare).info().hasLabels());
    assertFalse(ModelSource.untrained().info().hasLabels());
  }

  private static InceptionModule module(List<String> labels) throws Exception {
    return InceptionModule.trained(3, new ReferenceWeights(3), new InputSize(224, 224), labels);
  }

  private static void assertLabels(List<String> expected, InceptionV2.Builder builder)
      throws Exception {
    try (InceptionV2 model = builder.load()) {
      List<Prediction> all = model.classify(Fixtures.flower(), 3);
      for (Prediction prediction : all) {
        assertEquals(expected.get(prediction.index()), prediction.label());
        assertEquals(Optional.empty(), prediction.wordNetId());
      }
      assertEquals(
          Set.copyOf(expected), all.stream().map(Prediction::label).collect(Collectors.toSet()));
      assertEquals(3, model.labels().size());
    }
  }
}
