package io.github.inceptionv2.internal.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.module.HubModuleTest;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.InceptionModule.Format;
import io.github.inceptionv2.internal.module.ModuleFinder;
import io.github.inceptionv2.internal.module.ModuleReader;
import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {

  @TempDir Path directory;

  /** The fixture has the form of the official archive and was written by TensorFlow's V1 writer. */
  @Test
  void checkpointOfVersionOne_holdsEveryValue() throws Exception {
    Weights weights = Checkpoints.open(versionOne());
    ReferenceWeights expected = new ReferenceWeights(1001);

    assertEquals(expected.names(), weights.names());
    for (String name : expected.names()) {
      assertEquals(expected.shape(name), weights.shape(name), name);
      assertArrayEquals(expected.read(name), weights.read(name), name);
    }
  }

  @Test
  void checkpointOfVersionOne_givesTheGoldenNumbers() throws Exception {
    InceptionModule module = ModuleReader.checkpoint(versionOne());

    assertEquals(Format.CHECKPOINT, module.format());
    assertEquals(1001, module.classes());
    HubModuleTest.assertGolden(module);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "model.index", "model.data-00000-of-00001"})
  void checkpointOfVersionTwo_givesTheGoldenNumbers(String name) throws Exception {
    writeVersionTwo(new ReferenceWeights(1001), List.of());

    HubModuleTest.assertGolden(ModuleReader.checkpoint(directory.resolve(name)));
  }

  @Test
  void variablesOfTraining_areIgnored() throws Exception {
    writeVersionTwo(
        new ReferenceWeights(0),
        List.of("global_step", "InceptionV2/Conv2d_1a_7x7/biases/RMSProp"));
    InceptionModule module = ModuleReader.checkpoint(directory.resolve("model"));

    assertEquals(275, module.weights().names().size());
    module.checkValues();
  }

  @Test
  void checkpointOfAnotherNetwork_isRefused() throws Exception {
    TensorBundleWriter.write(
        directory.resolve("model"),
        new ReferenceWeights(0),
        List.of("InceptionV2/Conv2d_1a_7x7/biases"));

    var e = assertProblem(directory.resolve("model"));
    assertTrue(e.getMessage().contains("has 1 variables, expected the 275"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.999999})
  void truncatedCheckpoint_isRefused(double share) throws Exception {
    Path file = versionOne();
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength((long) (access.length() * share));
    }

    assertTrue(assertProblem(file).getMessage().startsWith(file + ": "));
  }

  @Test
  void changedByte_isRefused() throws Exception {
    Path file = versionOne();
    flip(file, 20_000_000);

    var e = assertProblem(file);
    assertTrue(e.getMessage().contains("checksum mismatch"), e.getMessage());
  }

  @Test
  void byteChangedAfterOpening_isRefused() throws Exception {
    Path file = versionOne();
    InceptionModule module = ModuleReader.checkpoint(file);
    flip(file, 20_000_000);

    var e = assertThrows(ModelFormatException.class, module::checkValues);
    assertTrue(e.getMessage().contains("was changed"), e.getMessage());
  }

  @Test
  void missingFile_saysWhatIsExpected() {
    Path none = directory.resolve("none.ckpt");
    var e = assertThrows(NoSuchFileException.class, () -> ModuleReader.checkpoint(none));
    assertTrue(e.getMessage().contains("there is no such checkpoint"), e.getMessage());
  }

  @Test
  void finder_entersTheOnlyDirectory() throws Exception {
    Path inner = Files.createDirectories(directory.resolve("outer/inner"));
    ReferenceWeights weights = new ReferenceWeights(0);
    TensorBundleWriter.write(inner.resolve("model.ckpt-5"), weights, weights.names());

    assertEquals(Format.CHECKPOINT, ModuleFinder.read(directory.resolve("outer")).format());
  }

  @Test
  void finder_namesWhatItFoundInstead() throws Exception {
    Files.createFile(directory.resolve("cat.jpg"));

    var e = assertThrows(ModelFormatException.class, () -> ModuleFinder.read(directory));
    assertTrue(e.getMessage().contains("contains [cat.jpg]"), e.getMessage());
  }

  private ModelFormatException assertProblem(Path path) {
    return assertThrows(ModelFormatException.class, () -> ModuleReader.checkpoint(path));
  }

  private Path versionOne() throws IOException {
    Path archive = Fixtures.shared("fixtures/inception_v2_2016_08_28.tar.gz");
    return Fixtures.unpack(archive, directory).resolve("inception_v2.ckpt");
  }

  private static void flip(Path file, long position) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(position);
      int old = access.read();
      access.seek(position);
      access.write(old ^ 1);
    }
  }

  /** Writes the variables of {@code weights} and those named in {@code others}. */
  private void writeVersionTwo(ReferenceWeights weights, List<String> others) throws IOException {
    List<String> names = new ArrayList<>(weights.names());
    names.addAll(others);
    TensorBundleWriter.write(directory.resolve("model"), new WithOthers(weights, others), names);
  }

  private record WithOthers(Weights weights, List<String> others) implements Weights {
    @Override
    public Set<String> names() {
      throw new AssertionError();
    }

    @Override
    public List<Long> shape(String name) {
      return others.contains(name) ? List.of(2L) : weights.shape(name);
    }

    @Override
    public float[] read(String name) throws IOException {
      return others.contains(name) ? new float[2] : weights.read(name);
    }

    @Override
    public Path origin() {
      return Path.of("test");
    }
  }
}
