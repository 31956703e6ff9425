package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecognitionTest {

  private static final ImageSource FLOWER = ImageSource.of(Fixtures.flower());

  /** The number of images of each run. */
  private final List<Integer> runs = Collections.synchronizedList(new ArrayList<>());

  private InceptionV2 load(RuntimeOptions.Builder options) throws IOException {
    InferenceListener listener =
        new InferenceListener() {
          @Override
          public void onRun(int images, Duration time) {
            runs.add(images);
          }
        };
    return InceptionV2.builder(ModelSource.untrained())
        .imageSize(ImageSize.square(64))
        .runtime(options.build())
        .listener(listener)
        .load();
  }

  @Test
  void recognize_returnsBothResultsOfOneRun() throws Exception {
    ImageSource broken = ImageSource.of(new byte[] {1, 2, 3});
    ImageSource other = ImageSource.of(Golden.png(1, 80, 90));
    try (InceptionV2 model = load(RuntimeOptions.builder())) {
      Batch batch = model.batch(List.of(FLOWER, broken, other));
      List<ImageResult<Recognition>> both = batch.recognize(7);
      assertEquals(List.of(2), runs);
      List<ImageResult<List<Prediction>>> classes = batch.classify(7);
      List<ImageResult<float[]>> features = batch.featureVectors();
      for (int i : new int[] {0, 2}) {
        assertEquals(classes.get(i).get(), both.get(i).get().predictions());
        assertArrayEquals(features.get(i).get(), both.get(i).get().featureVector());
      }
      assertThrows(ImageDecodeException.class, both.get(1)::get);
    }
  }

  @Test
  void recognize_optimizedAndJoined_sameResults() throws Exception {
    try (InceptionV2 plain = load(RuntimeOptions.builder().optimized(false));
        InceptionV2 model = load(RuntimeOptions.builder().maxBatchDelay(Duration.ZERO))) {
      Recognition expected = plain.batch(List.of(FLOWER)).recognize(1).get(0).get();
      Recognition both = model.batch(List.of(FLOWER)).recognize(1).get(0).get();
      assertEquals(expected.predictions().get(0).index(), both.predictions().get(0).index());
      assertArrayEquals(expected.featureVector(), both.featureVector(), 1e-4f);
      assertEquals(List.of(1, 1), runs);
    }
  }

  @Test
  void recognize_countOutOfRange_isRefused() throws Exception {
    try (InceptionV2 model = load(RuntimeOptions.builder())) {
      Batch batch = model.batch(List.of(FLOWER));
      String message =
          assertThrows(IllegalArgumentException.class, () -> batch.recognize(0)).getMessage();
      assertEquals("count (0) must be at least 1", message);
    }
  }

  @Test
  void recognize_featureVectorModule_isUnsupported(@TempDir Path directory) throws Exception {
    Path features = directory.resolve("features");
    ModuleWriter.write(InceptionModule.reference(0), features);
    try (InceptionV2 model = InceptionV2.load(features)) {
      Batch batch = model.batch(List.of(FLOWER));
      assertThrows(UnsupportedOperationException.class, () -> batch.recognize(1));
    }
  }
}
