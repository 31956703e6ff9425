package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.ImageClassifier;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.Prediction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** The indicator follows the model. A fake replaces the model, so the test needs no TensorFlow. */
class ModelHealthIndicatorTest {

  private static final class Fake implements ImageClassifier {

    private boolean isOpen = true;

    @Override
    public List<Prediction> classify(ImageSource image, int count) {
      return List.of();
    }

    @Override
    public boolean isOpen() {
      return isOpen;
    }

    @Override
    public void close() {
      isOpen = false;
    }
  }

  @Test
  void health_ofAModel_isUpUntilItIsClosed() {
    Fake model = new Fake();
    ModelHealthIndicator indicator = new ModelHealthIndicator(model);
    assertEquals(Status.UP, indicator.health().getStatus());
    model.close();
    assertEquals(Status.OUT_OF_SERVICE, indicator.health().getStatus());
  }
}
