package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.inference.OpenModules;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modules are created from the values that training left. */
class InceptionModuleTest {

  private static final InputSize SIZE = new InputSize(192, 256);
  private static final List<String> LABELS = List.of("Löwenzahn", "tulip, red", "薔薇");

  @TempDir Path directory;

  @Test
  void trained_givesTheGoldenNumbersOfItsWeights() throws Exception {
    HubModuleTest.assertGolden(
        InceptionModule.trained(1001, new ReferenceWeights(1001), SIZE, List.of()));
    HubModuleTest.assertGolden(
        InceptionModule.trained(0, new ReferenceWeights(1001), SIZE, List.of()));
  }

  @Test
  void trained_omitsTheOptimizersVariables() throws Exception {
    Weights weights = new Trained(new ReferenceWeights(3));
    InceptionModule module = InceptionModule.trained(3, weights, SIZE, LABELS);

    assertEquals(new ReferenceWeights(3).names(), new TreeSet<>(module.weights().names()));
    assertEquals(InceptionModule.Format.BUILT, module.format());
    assertEquals(SIZE, module.imageSize());
    assertEquals(Optional.of(LABELS), module.labels());
    assertEquals(3, module.classes());
    assertFalse(module.isReference());
    OpenModules.open(module).close();
  }

  @Test
  void trained_isWrittenWithOtherFiles() throws Exception {
    Path written = directory.resolve("written");
    InceptionModule module =
        InceptionModule.trained(3, new Trained(new ReferenceWeights(3)), SIZE, LABELS);
    ModuleWriter.write(module, written, Map.of("README.md", new byte[] {35}));
    InceptionModule read = ModuleReader.read(written);

    assertEquals("#", Files.readString(written.resolve("README.md")));
    assertEquals(3, read.classes());
    assertEquals(SIZE, read.imageSize());
    assertEquals(Optional.of(LABELS), read.labels());
    read.checkValues();
  }

  @Test
  void trained_missingVariable_isNamed() {
    var e =
        assertThrows(
            ModelFormatException.class,
            () -> InceptionModule.trained(3, new ReferenceWeights(0), SIZE, LABELS));
    assertTrue(e.getMessage().contains("missing: InceptionV2/Logits"), e.getMessage());
  }

  @Test
  void trained_invalidLabels_areRefused() {
    Weights weights = new ReferenceWeights(3);
    for (List<String> labels :
        List.of(List.of("one"), List.of("a", " ", "c"), List.of("a", "b", "c\nd"))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> InceptionModule.trained(3, weights, SIZE, labels),
          labels::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"31, 224", "224, 2049", "0, 0", "-1, -1"})
  void trained_invalidSize_isRefused(int height, int width) {
    Weights weights = new ReferenceWeights(0);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> InceptionModule.trained(0, weights, new InputSize(height, width), List.of()));
    assertTrue(e.getMessage().contains("from 32 to 2048"), e.getMessage());
  }

  /** The variables of a session after a step, including an optimizer's slot. */
  private record Trained(Weights start) implements Weights {

    private static final String BIASES = "InceptionV2/Conv2d_1a_7x7/biases";

    @Override
    public Set<String> names() {
      Set<String> names = new TreeSet<>(start.names());
      names.add(BIASES + "/Momentum");
      return names;
    }

    @Override
    public List<Long> shape(String name) {
      return start.shape(name);
    }

    @Override
    public float[] read(String name) throws IOException {
      return name.equals(BIASES) ? new float[64] : start.read(name);
    }

    @Override
    public Path origin() {
      return Path.of("training");
    }
  }
}
