package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.HeatMap;
import io.github.inceptionv2.internal.inference.OpenGradients;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Explains what a model sees; opens what that needs when it is first asked. */
final class Explainer implements AutoCloseable {

  private final InceptionModule module;
  private final Preparation preparation;
  private final SessionConfig config;
  private OpenGradients gradients;

  /** {@code preparation} stays the caller's. */
  Explainer(InceptionModule module, Preparation preparation, SessionConfig config) {
    this.module = module;
    this.preparation = preparation;
    this.config = config;
  }

  /** What is asked. */
  record Question(ImageSource image, int classIndex, String endpoint) {

    private static final List<String> ENDPOINTS = OpenGradients.endpoints();

    /** Checks all but the image. */
    Question {
      Objects.requireNonNull(image, "image");
      if (!ENDPOINTS.contains(Objects.requireNonNull(endpoint, "endpoint"))) {
        throw new IllegalArgumentException(
            "unknown endpoint \"" + endpoint + "\" to explain by; known: " + ENDPOINTS);
      }
    }
  }

  static void checkClass(int classIndex, int classes) {
    if (classIndex < 0 || classIndex >= classes) {
      throw new IllegalArgumentException(
          "classIndex (" + classIndex + ") must be from 0 to " + (classes - 1));
    }
  }

  /** An image that cannot be read fails as one of a batch does. */
  ImageResult<Explanation> explain(Question asked, Labels labels) {
    try {
      return ImageResult.of(asked.image(), explanation(asked, labels));
    } catch (IOException e) {
      return ImageResult.failure(asked.image(), e);
    }
  }

  private Explanation explanation(Question asked, Labels labels) throws IOException {
    ImageSource image = asked.image();
    try (ImageBatch view = preparation.prepareOne(image)) {
      OpenGradients.Answer answer = gradients().run(view, asked.classIndex(), asked.endpoint());
      HeatMap heat = preparation.heat(image, asked.endpoint(), answer.map());
      Prediction of = Softmax.of(asked.classIndex(), answer.logits(), labels);
      return new Explanation(image, preparation.images(), asked.endpoint(), of, heat);
    }
  }

  private synchronized OpenGradients gradients() throws IOException {
    if (gradients == null) {
      try {
        gradients = OpenGradients.open(module, config);
      } catch (ModelFormatException e) {
        throw ModelSource.corrupt(e);
      }
    }
    return gradients;
  }

  @Override
  public synchronized void close() {
    if (gradients != null) {
      gradients.close();
    }
  }
}
