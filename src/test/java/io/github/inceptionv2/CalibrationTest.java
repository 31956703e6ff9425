package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.testing.Fixtures;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {

  private static final Path FLOWERS = Path.of("models/flowers");
  private static final ImageSource FLOWER = ImageSource.of(Fixtures.flower());
  private static final ImageSource BROKEN = ImageSource.of(new byte[] {1, 2});

  @TempDir private Path directory;

  private Path calibrated() throws Exception {
    Path module = directory.resolve("calibrated");
    try (InceptionV2 model = InceptionV2.load(FLOWERS)) {
      Calibration.of(model, List.of(FLOWER)).writeModule(module);
    }
    return module;
  }

  private static float[] features(Path module, Precision precision) throws Exception {
    // The first session of the process sets the threads of an operation for all other tests.
    RuntimeOptions options = RuntimeOptions.builder().precision(precision).parallelRuns(1).build();
    try (InceptionV2 model =
        InceptionV2.builder(ModelSource.directory(module)).runtime(options).load()) {
      assumeTrue(model.runtimeReport().precision() == precision, "not on this processor");
      return model.featureVector(FLOWER);
    }
  }

  @Test
  void rangesOfAModule_areUsedInInt8Only() throws Exception {
    Path module = calibrated();

    assertTrue(Files.isRegularFile(module.resolve("assets.extra/int8_ranges.txt")));
    assertTrue(ModelSource.directory(module).info().isCalibrated());
    assertFalse(ModelSource.directory(FLOWERS).info().isCalibrated());
    assertArrayEquals(features(FLOWERS, Precision.FLOAT32), features(module, Precision.FLOAT32));
    assertFalse(Arrays.equals(features(FLOWERS, Precision.INT8), features(module, Precision.INT8)));
  }

  /** Ranges change a model's results, so they must change its digest. */
  @Test
  void ranges_arePartOfTheDigestAndOfCopies() throws Exception {
    Path module = calibrated();
    Path copy = directory.resolve("copy");
    ModelSource.directory(module).writeModule(copy);
    Path plain = directory.resolve("plain");
    ModelSource.directory(FLOWERS).writeModule(plain);

    assertEquals(ModelSource.directory(module).sha256(), ModelSource.directory(copy).sha256());
    assertNotEquals(ModelSource.directory(module).sha256(), ModelSource.directory(plain).sha256());
  }

  @Test
  void damagedRanges_areNamed() throws Exception {
    Path module = calibrated();
    Path file = module.resolve("assets.extra/int8_ranges.txt");
    Files.writeString(file, Files.readString(file).replaceFirst(" \\S+\n", " NaN\n"));

    String message =
        assertThrows(ModelCorruptException.class, () -> InceptionV2.load(module)).getMessage();
    assertTrue(message.contains("int8_ranges.txt"), message);
  }

  @Test
  void unreadableImages_areSkippedAndNamed() throws Exception {
    try (InceptionV2 model = InceptionV2.load(FLOWERS)) {
      Calibration calibration = Calibration.of(model, List.of(BROKEN, FLOWER));

      assertEquals(1, calibration.imageCount());
      assertEquals(BROKEN, calibration.failures().get(0).image());
      assertThrows(FileAlreadyExistsException.class, () -> calibration.writeModule(FLOWERS));
      assertThrows(
          IllegalArgumentException.class, () -> Calibration.of(model, List.of(BROKEN, BROKEN)));
      assertThrows(IllegalArgumentException.class, () -> Calibration.of(model, List.of()));
    }
  }

  @Test
  void closedModel_isRefused() throws Exception {
    InceptionV2 model = InceptionV2.load(FLOWERS);
    model.close();
    assertThrows(IllegalStateException.class, () -> Calibration.of(model, List.of(FLOWER)));
  }
}
