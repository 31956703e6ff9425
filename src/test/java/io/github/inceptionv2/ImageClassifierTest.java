package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** An application's fake needs only one method, as the guide shows. */
class ImageClassifierTest {

  private static final Prediction ROSES = new Prediction(2, "roses", Optional.empty(), 0.9f, 4.5f);
  private static final Prediction TULIPS = new Prediction(4, "tulips", Optional.empty(), 0.1f, 2);

  private static final ImageSource PHOTO = ImageSource.of(Path.of("photo.jpg"));
  private static final ImageSource BROKEN = ImageSource.of(Path.of("broken.jpg"));

  private static List<Prediction> roses(ImageSource image, int count) throws IOException {
    if (image.name().equals("broken.jpg")) {
      throw new ImageDecodeException("broken.jpg", "is not a JPEG file", null);
    }
    return List.of(ROSES, TULIPS).subList(0, Math.min(count, 2));
  }

  @Test
  void classify_fakeOfOneMethod_answersEveryOverload() throws Exception {
    try (ImageClassifier fake = ImageClassifierTest::roses) {
      assertTrue(fake.isOpen());
      assertEquals(List.of(ROSES, TULIPS), fake.classify(PHOTO));
      assertEquals(List.of(ROSES, TULIPS), fake.classify(Path.of("photo.jpg")));
      assertEquals(List.of(ROSES), fake.classify(Path.of("photo.jpg"), 1));
    }
  }

  @Test
  void classifyAll_oneImageFails_othersHaveResults() throws Exception {
    ImageClassifier fake = ImageClassifierTest::roses;

    List<ImageResult<List<Prediction>>> results = fake.classifyAll(List.of(BROKEN, PHOTO), 1);

    assertEquals("broken.jpg is not a JPEG file", results.get(0).error().get().getMessage());
    assertEquals(BROKEN, results.get(0).image());
    assertEquals(List.of(ROSES), results.get(1).get());
  }

  @Test
  void classifyAll_interrupted_endsWithTheFlagSet() {
    ImageClassifier fake =
        (image, count) -> {
          throw new InterruptedIOException("enough");
        };

    assertThrows(CancellationException.class, () -> fake.classifyAll(List.of(PHOTO), 1));
    assertTrue(Thread.interrupted());
  }

  @Test
  void featureVector_fakeOfOneMethod_isUnsupported() {
    ImageClassifier fake = ImageClassifierTest::roses;

    assertThrows(UnsupportedOperationException.class, () -> fake.featureVector(PHOTO));
    assertThrows(UnsupportedOperationException.class, () -> fake.featureVectors(List.of(PHOTO)));
  }

  @Test
  void featureVectors_fakeWithVectors_badImageFailsAlone() throws Exception {
    ImageClassifier fake =
        new ImageClassifier() {
          @Override
          public List<Prediction> classify(ImageSource image, int count) throws IOException {
            return roses(image, count);
          }

          @Override
          public float[] featureVector(ImageSource image) throws IOException {
            roses(image, 1);
            return new float[] {3, 4};
          }
        };

    List<ImageResult<float[]>> results = fake.featureVectors(List.of(PHOTO, BROKEN));

    assertArrayEquals(new float[] {3, 4}, results.get(0).get());
    assertTrue(results.get(1).error().isPresent());
    assertArrayEquals(new float[] {3, 4}, fake.featureVector(Path.of("photo.jpg")));
  }

  /** The model's methods from the interface return the same results as its own. */
  @Test
  void classifyAll_realModel_matchesBatch() throws Exception {
    try (InceptionV2 model =
        InceptionV2.builder(ModelSource.untrained()).imageSize(ImageSize.square(32)).load()) {
      List<ImageSource> images =
          List.of(ImageSource.ofRgb(new float[32 * 32 * 3], ImageSize.square(32)), BROKEN);
      ImageClassifier classifier = model;

      assertEquals(
          model.batch(images).classify(2).get(0).get(),
          classifier.classifyAll(images, 2).get(0).get());
      assertEquals(1024, classifier.featureVectors(images).get(0).get().length);
      assertTrue(classifier.featureVectors(images).get(1).error().isPresent());
    }
  }
}
