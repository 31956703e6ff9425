package com.example;

import io.github.inceptionv2.ImageClassifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports readiness: a closed model answers no request. The check costs nothing, so probe often.
 */
@Component
public class ModelHealthIndicator implements HealthIndicator {

  private final ImageClassifier model;

  /** Takes the model that requests use. */
  public ModelHealthIndicator(ImageClassifier model) {
    this.model = model;
  }

  @Override
  public Health health() {
    return (model.isOpen() ? Health.up() : Health.outOfService()).build();
  }
}
