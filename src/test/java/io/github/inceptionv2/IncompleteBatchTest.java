package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.inceptionv2.testing.Fixtures;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Truncated images in a batch are accepted only if the options say so, each on its own. */
class IncompleteBatchTest {

  private static List<ImageSource> images;

  @BeforeAll
  static void make() throws Exception {
    byte[] flower = Files.readAllBytes(Fixtures.flower());
    ImageSource cut = ImageSource.of(Arrays.copyOf(flower, flower.length / 2)).named("cut");
    ImageSource text = ImageSource.of(new byte[] {1, 2, 3, 4}).named("text");
    ImageSource whole = ImageSource.of(flower).named("whole");
    images = List.of(whole, cut, text, whole, cut.rotated(90));
  }

  private static InceptionV2 open(boolean acceptsIncomplete) throws Exception {
    return InceptionV2.builder(ModelSource.untrained())
        .imageSize(ImageSize.ofWidth(64).height(64))
        .images(ImageOptions.builder().acceptsIncomplete(acceptsIncomplete).build())
        .load();
  }

  private static List<String> outcomes(Stream<? extends ImageResult<?>> results) {
    return results
        .map(
            result ->
                result.error().isPresent() ? "failed" : result.isIncomplete() ? "part" : "whole")
        .toList();
  }

  @Test
  void accepted_eachResultSaysWhetherItsImageIsWhole() throws Exception {
    try (InceptionV2 model = open(true)) {
      List<String> expected = List.of("whole", "part", "failed", "whole", "part");
      assertEquals(expected, outcomes(model.batch(images).classify(1).stream()));
      assertEquals(expected, outcomes(model.classifyAll(images, 1).stream()));
      assertEquals(expected, outcomes(model.stream(images).featureVectors()));
      assertEquals(1, model.classify(images.get(1), 1).size());
      ImageResult<?> part = model.batch(images).featureVectors().get(1);
      assertEquals("cut: done, but the image is incomplete", part.toString());
    }
  }

  @Test
  void notAccepted_truncatedImagesFailAlone() throws Exception {
    try (InceptionV2 model = open(false)) {
      List<ImageResult<List<Prediction>>> results = model.batch(images).classify(1);
      assertEquals(
          List.of("whole", "failed", "failed", "whole", "failed"), outcomes(results.stream()));
      assertFalse(results.get(1).isIncomplete());
      assertThrows(ImageDecodeException.class, () -> model.classify(images.get(1)));
    }
  }

  @Test
  void options_keepTheSetting() {
    ImageOptions options = ImageOptions.builder().acceptsIncomplete(true).build();
    assertEquals(options.toString(), options.toBuilder().build().toString());
    assertFalse(options.toString().equals(ImageOptions.defaults().toString()));
  }
}
