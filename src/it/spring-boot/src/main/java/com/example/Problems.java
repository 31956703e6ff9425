package com.example;

import io.github.inceptionv2.ImageDecodeException;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns exceptions of the library into answers. */
@RestControllerAdvice
public class Problems {

  /** The client's mistake: a file that is no image, or too large. */
  @ExceptionHandler(ImageDecodeException.class)
  public ProblemDetail unreadable(ImageDecodeException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
  }

  /** Overload: as many calls wait as {@code maxWaitingCalls} allows. */
  @ExceptionHandler(RejectedExecutionException.class)
  public ResponseEntity<ProblemDetail> overloaded(RejectedExecutionException e) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "1")
        .body(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "too many photographs wait; try again later"));
  }
}
