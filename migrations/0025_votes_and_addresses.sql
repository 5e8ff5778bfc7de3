CREATE TABLE "category_redirects" (
	"shop_id" text NOT NULL,
	"slug" text NOT NULL,
	"category_slug" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "category_redirects_shop_id_slug_pk" PRIMARY KEY("shop_id","slug")
);
--> statement-breakpoint
CREATE TABLE "review_votes" (
	"shop_id" text NOT NULL,
	"review_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "review_votes_review_id_user_id_pk" PRIMARY KEY("review_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "categories" DROP CONSTRAINT "categories_shop_id_parent_slug_categories_shop_id_slug_fk";
--> statement-breakpoint
ALTER TABLE "products" DROP CONSTRAINT "products_shop_id_category_slug_categories_shop_id_slug_fk";
--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "helpful" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "category_redirects" ADD CONSTRAINT "category_redirects_category_fk" FOREIGN KEY ("shop_id","category_slug") REFERENCES "public"."categories"("shop_id","slug") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "review_votes" ADD CONSTRAINT "review_votes_review_id_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "review_votes_user" ON "review_votes" USING btree ("shop_id","user_id");--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_shop_id_parent_slug_categories_shop_id_slug_fk" FOREIGN KEY ("shop_id","parent_slug") REFERENCES "public"."categories"("shop_id","slug") ON DELETE no action ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_shop_id_category_slug_categories_shop_id_slug_fk" FOREIGN KEY ("shop_id","category_slug") REFERENCES "public"."categories"("shop_id","slug") ON DELETE no action ON UPDATE cascade;--> statement-breakpoint
SELECT slipstream_protect();
