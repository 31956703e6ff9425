package com.example;

import io.github.inceptionv2.ImageClassifier;
import io.github.inceptionv2.ImageSource;
import java.io.IOException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The endpoints. */
@RestController
public class Photographs {

  private final ImageClassifier model;

  /** Takes the model that all requests share. */
  public Photographs(ImageClassifier model) {
    this.model = model;
  }

  /** One class of an answer. */
  public record Answer(String label, float probability) {}

  /**
   * Returns the three most probable classes of the uploaded photograph, the most probable first.
   */
  @PostMapping("/classify")
  public List<Answer> classify(@RequestParam("photo") MultipartFile photo) throws IOException {
    ImageSource image = ImageSource.of(photo.getBytes()).named("the photograph");
    return model.classify(image, 3).stream()
        .map(prediction -> new Answer(prediction.label(), prediction.probability()))
        .toList();
  }

  /** Returns the thread that answers: an endpoint without a model, to compare with. */
  @GetMapping("/ping")
  public String ping() {
    return Thread.currentThread().toString();
  }
}
